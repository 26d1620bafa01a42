import { expect, it } from 'vitest';
import { createHostPairing } from '../../../src/pairing/host-pairing.ts';
import { importInternal, loadOpenClaw } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();
const alice = { senderId: 'q9pq1uu3n7rpjp8qjsax8ojjgr', username: 'alice' };

it('OpenClaw’s text for a stranger has the user id, the code and the command that approves it, and can be had again', async () => {
  const host = createHostPairing(openclaw, 'default');
  const posted: string[] = [];
  expect(await host.requestCode(alice, async text => void posted.push(text))).toEqual({ isNew: true, isPosted: true });
  const [text = ''] = posted;
  expect(text).toContain(`Your Mattermost user id: ${alice.senderId}`);
  const [, code] = /openclaw pairing approve mattermost (\w{8})/.exec(text) ?? [];
  expect(text.split(`${code}`)).toHaveLength(3);
  expect(await host.repeatCode(alice)).toBe(text);
  expect(await host.approved()).toEqual([]);
});

it('A second request of a stranger posts nothing', async () => {
  const host = createHostPairing(openclaw, 'second');
  await host.requestCode(alice, async () => {});
  const posted = async () => expect.fail('posted twice');
  expect(await host.requestCode(alice, posted)).toEqual({ isNew: false, isPosted: false });
});

it('A request says when its code could not be posted', async () => {
  const host = createHostPairing(openclaw, 'down');
  const fail = async () => Promise.reject(new Error('the server is down'));
  expect(await host.requestCode(alice, fail)).toEqual({ isNew: true, isPosted: false });
});

it('Administrators see the username of a stranger in the list of requests', async () => {
  type List = (channel: string, env: undefined, accountId: string) => Promise<{ id: string; meta: object }[]>;
  const listRequests = await importInternal<List>('listChannelPairingRequests', /^pairing-store-/);
  await createHostPairing(openclaw, 'Listed').requestCode(alice, async () => {});
  expect(await listRequests('mattermost', undefined, 'listed')).toMatchObject([
    { id: alice.senderId, meta: { name: 'alice' } },
  ]);
});

it('OpenClaw makes no more codes while too many people of an account wait, and still makes them for other accounts', async () => {
  const host = createHostPairing(openclaw, 'ops');
  const codes: (string | undefined)[] = [];
  for (const name of ['bob', 'carol', 'dave', 'erin']) {
    codes.push(await host.repeatCode({ senderId: name.padEnd(26, 'x'), username: name }));
  }
  expect(codes.map(code => code !== undefined)).toEqual([true, true, true, false]);
  const other = createHostPairing(openclaw, 'alerts');
  expect(await other.repeatCode(alice)).toBeDefined();
});
