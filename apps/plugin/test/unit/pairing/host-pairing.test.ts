import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { expect, it } from 'vitest';
import { createHostPairing } from '../../../src/pairing/host-pairing.ts';

const alice = { senderId: 'q9pq1uu3n7rpjp8qjsax8ojjgr', username: 'alice' };

type Upsert = Parameters<PluginRuntime['channel']['pairing']['upsertPairingRequest']>[0];

/** The part of OpenClaw's runtime that pairing uses, with the requests that it got; it makes one code, and repeats it once. */
function setUp() {
  const requests: Upsert[] = [];
  const pairing = {
    upsertPairingRequest: async (request: Upsert) => {
      requests.push(request);
      return { code: requests.length > 3 ? '' : 'ABCD2345', created: requests.length === 1 };
    },
    readAllowFromStore: async ({ accountId }: { accountId: string }) => [`${accountId}-friend`],
    buildPairingReply: ({ idLine, code }: { idLine: string; code: string }) => `${idLine} / ${code}`,
  };
  const core = { channel: { pairing } } as unknown as Pick<PluginRuntime, 'channel'>;
  return { host: createHostPairing(core, 'Ops'), requests };
}

it('A request is for the account, with the id and the username of the person', async () => {
  const { host, requests } = setUp();
  const texts: string[] = [];
  expect(await host.requestCode(alice, async text => void texts.push(text))).toEqual({ isNew: true, isPosted: true });
  expect(requests[0]).toMatchObject({ channel: 'mattermost', accountId: 'ops', id: alice.senderId });
  expect(requests[0]).toMatchObject({ meta: { name: 'alice' } });
  expect(texts).toEqual([expect.stringContaining(`Your Mattermost user id: ${alice.senderId}`)]);
  expect(texts).toEqual([expect.stringContaining('ABCD2345')]);
});

it('A request says when its code could not be posted', async () => {
  const { host } = setUp();
  const fail = async () => Promise.reject(new Error('the server is down'));
  expect(await host.requestCode(alice, fail)).toEqual({ isNew: true, isPosted: false });
});

it('A second request posts nothing, and the text with the code can be had again', async () => {
  const { host } = setUp();
  await host.requestCode(alice, async () => {});
  const posted = async () => expect.fail('posted twice');
  expect(await host.requestCode(alice, posted)).toEqual({ isNew: false, isPosted: false });
  expect(await host.repeatCode(alice)).toBe(`Your Mattermost user id: ${alice.senderId} / ABCD2345`);
});

it('There is no text when OpenClaw makes no code', async () => {
  const { host } = setUp();
  for (let round = 0; round < 3; round += 1) await host.repeatCode(alice);
  expect(await host.repeatCode(alice)).toBeUndefined();
});

it('The approved people are those of the account', async () => {
  expect(await setUp().host.approved()).toEqual(['ops-friend']);
});
