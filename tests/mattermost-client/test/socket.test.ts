import { describe, expect, it } from 'vitest';
import { openOffice } from './support/open-office.ts';
import { openSocket } from './support/open-socket.ts';

describe("Mattermost's own socket client", () => {
  it.each(['5.37', '6.7', '9.11', '10.11', '11.1'] as const)('It signs in and hears posts, on %s', async version => {
    const { mattermost, alice, claw, ops } = await openOffice(version);
    const socket = openSocket(mattermost.url, claw.token);
    await socket.event('hello');
    await alice.says('@claw hi', { in: ops });
    const { post, mentions } = await socket.event('posted');
    expect(JSON.parse(String(post))).toMatchObject({ message: '@claw hi', user_id: alice.id });
    expect(JSON.parse(String(mentions))).toEqual([claw.id]);
  });

  it('It gets replies to its requests', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const socket = openSocket(mattermost.url, claw.token);
    await socket.event('hello');
    const statuses = await socket.ask((client, done) => client.getStatusesByIds([alice.id], done));
    expect(statuses).toMatchObject({ status: 'OK', data: { [alice.id]: 'offline' } });
    const active = await socket.ask((client, done) => client.updateActiveChannel(ops.id, done));
    expect(active).toMatchObject({ status: 'OK' });
    socket.client.userTyping(ops.id, '', () => {});
    await alice.seesTyping({ from: claw, in: ops });
  });

  // This client sends its token as the first frame, and then no server resumes a connection.
  it('It connects again after a cut, and learns that it missed events', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const socket = openSocket(mattermost.url, claw.token);
    await socket.event('hello');
    const missed = new Promise<void>(resolve => socket.client.addMissedMessageListener(resolve));
    for (const open of claw.sockets) open.cut();
    await missed;
    await alice.says('after', { in: ops });
    expect(JSON.parse(String((await socket.event('posted'))['post'])).message).toBe('after');
  });
});
