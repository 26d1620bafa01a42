import { expect, it } from 'vitest';
import { openOffice, targetsOf } from '../support/office.ts';

async function openThread() {
  const office = await openOffice();
  const { acme, alice, claw } = office;
  const ops = acme.addChannel('ops', { members: [alice, claw] });
  const root = await alice.says('a question', { in: ops });
  const reply = await alice.says('more of it', { in: ops, thread: root });
  return { ...office, ops, root, reply };
}

it('R38: A channel and any post of a thread lead to the first post of the thread', async () => {
  const { targets, ops, root, reply, requests } = await openThread();
  for (const post of [root, reply, reply]) {
    expect(await targets.open(`channel:${ops.id}:${post.id}`)).toEqual({ channelId: ops.id, rootId: root.id });
  }
  expect(requests(/posts/)).toHaveLength(2);
});

it('R38: A permalink leads to the thread, a permalink of a reply to its first post', async () => {
  const { targets, mattermost, ops, root, reply } = await openThread();
  for (const link of [`acme/pl/${root.id}`, `acme/pl/${reply.id}?x=1`, `_redirect/pl/${reply.id}`]) {
    expect(await targets.open(`${mattermost.url}/${link}`)).toEqual({ channelId: ops.id, rootId: root.id });
  }
});

it('R38: Below a sub-path and under the SiteURL a permalink is one of this server, on another host it is not', async () => {
  const { mattermost, claw, ops, root } = await openThread();
  const targets = targetsOf(mattermost.url, claw, { servers: [mattermost.url, 'https://chat.example.com/lab/'] });
  expect(await targets.open(`https://chat.example.com/lab/acme/pl/${root.id}`)).toMatchObject({ channelId: ops.id });
  await expect(targets.open(`https://evil.example.com/lab/acme/pl/${root.id}`)).rejects.toMatchObject({
    code: 'foreign-server',
  });
});

it('A post of another channel is an error that says where it is', async () => {
  const { targets, acme, claw, ops, root } = await openThread();
  const other = acme.addChannel('other', { members: [claw] });
  await expect(targets.open(`channel:${other.id}:${root.id}`)).rejects.toMatchObject({
    code: 'not-found',
    candidates: [{ target: `channel:${ops.id}:${root.id}` }],
  });
});

it('A post that is deleted or out of sight is an error that says so', async () => {
  const { targets, mattermost, acme, alice, ops, root } = await openThread();
  const hidden = acme.addChannel('hidden', { members: [alice], type: 'P' });
  const secret = await alice.says('a secret', { in: hidden });
  const link = (id: string) => `${mattermost.url}/acme/pl/${id}`;
  await expect(targets.open(link(secret.id))).rejects.toMatchObject({
    code: expect.stringMatching(/not-found|no-access/),
  });
  await alice.deletes(root);
  await expect(targets.open(`channel:${ops.id}:${root.id}`)).rejects.toMatchObject({ code: 'not-found' });
});
