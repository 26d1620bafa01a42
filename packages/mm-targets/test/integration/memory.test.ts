import { createSocket } from '@clawmost/mm-ws';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Office, openOffice } from '../support/office.ts';

/** An office whose bot listens: every event goes to its targets. */
async function openListening(): Promise<Office & { heard(event: string): Promise<void> }> {
  const office = await openOffice();
  const socket = createSocket({ baseUrl: office.mattermost.url, token: office.claw.token });
  const heard: string[] = [];
  socket.on('event', event => {
    office.targets.noteEvent(event);
    heard.push(event.event);
  });
  const ready = new Promise(resolve => socket.on('ready', resolve));
  socket.start();
  onTestFinished(() => socket.stop());
  await ready;
  return { ...office, heard: async name => expect.poll(() => heard, { timeout: 60_000 }).toContain(name) };
}

async function patch({ mattermost }: Office, channelId: string, change: object): Promise<void> {
  const response = await fetch(`${mattermost.url}/api/v4/channels/${channelId}/patch`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${mattermost.admin.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  expect(response.status).toBe(200);
}

describe('What events make forgotten', () => {
  it('R37: After a rename the old name leads nowhere, and the new one to the channel', async () => {
    const office = await openListening();
    const { targets, acme, claw, heard } = office;
    const ops = acme.addChannel('ops', { members: [claw], displayName: 'Operations' });
    expect(await targets.resolve('#ops')).toMatchObject({ id: ops.id });
    await patch(office, ops.id, { name: 'night-shift', display_name: 'Night shift' });
    await heard('channel_updated');
    await expect(targets.resolve('#ops')).rejects.toMatchObject({ code: 'not-found' });
    await expect(targets.resolve('#Operations')).rejects.toMatchObject({ code: 'not-found' });
    expect(await targets.resolve('#night-shift')).toMatchObject({ id: ops.id });
  });

  it('A channel that the bot is added to is found, and one that it was removed from is not', async () => {
    const { targets, acme, claw, heard, mattermost } = await openListening();
    const board = acme.addChannel('board', { type: 'P', displayName: 'The Board' });
    await expect(targets.resolve('#The Board')).rejects.toMatchObject({ code: 'not-found' });
    board.add(claw, { by: mattermost.admin });
    await heard('user_added');
    expect(await targets.resolve('#The Board')).toMatchObject({ id: board.id });
    board.remove(claw, { by: mattermost.admin });
    await heard('user_removed');
    await expect(targets.resolve('#The Board')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('What other people do in channels changes nothing', async () => {
    const { targets, acme, alice, claw, heard, requests } = await openListening();
    const ops = acme.addChannel('ops', { members: [claw] });
    await targets.directory.self();
    await targets.resolve('#ops');
    const before = requests(/teams/).length;
    ops.add(alice);
    await heard('user_added');
    await targets.resolve('#ops');
    expect(requests(/teams/)).toHaveLength(before);
  });

  it('A deleted post leads nowhere', async () => {
    const { targets, acme, alice, claw, heard } = await openListening();
    const ops = acme.addChannel('ops', { members: [alice, claw] });
    const post = await alice.says('a question', { in: ops });
    await targets.resolve(`channel:${ops.id}:${post.id}`);
    await alice.deletes(post);
    await heard('post_deleted');
    await expect(targets.resolve(`channel:${ops.id}:${post.id}`)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('A user name that changes hands leads to its present owner', async () => {
    const { targets, mattermost, alice, acme, asAdmin } = await openOffice();
    await targets.resolve('@alice');
    const bob = acme.addPerson('bob');
    const renamed = { ...(await asAdmin.users.get(bob.id)), username: 'alice' };
    const answer = { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(renamed) };
    mattermost.faults.answer({ path: '/users/username/alice' }, answer);
    expect(await targets.resolve('@alice')).toMatchObject({ id: alice.id });
    const broadcast = { channel_id: '', user_id: '' };
    targets.noteEvent({ event: 'user_updated', data: { user: { id: alice.id, username: 'alice-2' } }, broadcast });
    expect(await targets.resolve('@alice')).toMatchObject({ id: bob.id });
    targets.noteEvent({ event: 'user_updated', data: { user: 'odd' }, broadcast });
    targets.noteEvent({ event: 'custom_thing', data: {}, broadcast });
  });

  it('An answer that was under way when the event came is not kept', async () => {
    const { targets, acme, claw, mattermost } = await openOffice();
    const ops = acme.addChannel('ops', { members: [claw] });
    const held = mattermost.faults.holdAnswer({ path: /\/users\/me\/teams\/.*\/channels/, by: claw, times: 1 });
    const first = targets.resolve('#ops');
    await held.met;
    targets.forgetAll();
    held.lift();
    expect(await first).toMatchObject({ id: ops.id });
    const lists = () => mattermost.requests.filter(({ path }) => /me\/teams\/.*\/channels/.test(path)).length;
    const before = lists();
    await targets.resolve('#ops');
    expect(lists()).toBeGreaterThan(before);
  });
});

describe('What is remembered', () => {
  it('A result is used for its lifetime and not longer', async () => {
    let time = 0;
    const { targets, requests } = await openOffice({ targets: { lifetimeMs: 1_000, testing: { now: () => time } } });
    await targets.resolve('@alice');
    time = 999;
    await targets.resolve('@alice');
    expect(requests()).toHaveLength(1);
    time = 1_000;
    await targets.resolve('@alice');
    expect(requests()).toHaveLength(2);
  });

  it('When it is full, the oldest result goes first', async () => {
    const { targets, acme, requests } = await openOffice({ targets: { maxEntries: 2 } });
    for (const name of ['bob', 'carol']) acme.addPerson(name);
    for (const name of ['@alice', '@bob', '@carol', '@carol', '@bob', '@alice']) await targets.resolve(name);
    expect(requests().map(request => request.split('/').at(-1))).toEqual(['alice', 'bob', 'carol', 'alice']);
  });
});
