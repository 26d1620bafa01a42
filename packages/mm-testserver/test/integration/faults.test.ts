import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startMattermost } from '../../src/index.ts';

async function scene() {
  const mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const alice = team.addPerson('alice');
  const claw = team.addBot('claw');
  const ops = team.addChannel('ops', { members: [alice, claw] });
  const post = (by: { token: string }, message: string) =>
    fetch(`${mattermost.url}/api/v4/posts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${by.token}` },
      body: JSON.stringify({ channel_id: ops.id, message }),
    });
  const said = () => mattermost.posts(ops).map(({ message }) => message);
  return { mattermost, alice, claw, post, said };
}

it('keeps a request back before the server acts on it', async () => {
  const { mattermost, claw, post, said } = await scene();
  const fault = mattermost.faults.hold({ method: 'POST', path: '/posts', by: claw });
  const answer = post(claw, 'late');
  await fault.met;
  expect(said()).toEqual([]);
  fault.lift();
  expect((await answer).status).toBe(201);
  expect(said()).toEqual(['late']);
});

it('keeps an answer back when the server has acted', async () => {
  const { mattermost, claw, post, said } = await scene();
  const fault = mattermost.faults.holdAnswer({ path: /^\/posts/ });
  const answer = post(claw, 'done');
  let answered = false;
  void answer.then(() => {
    answered = true;
  });
  await fault.met;
  await turn();
  expect(said()).toEqual(['done']);
  expect(answered).toBe(false);
  fault.lift();
  expect((await answer).status).toBe(201);
});

it('befalls only the requests that fit', async () => {
  const { mattermost, alice, claw, post, said } = await scene();
  mattermost.faults.hold({ by: claw });
  mattermost.faults.hold({ method: 'DELETE' });
  mattermost.faults.hold({ path: '/users/me' });
  expect((await post(alice, 'hello')).status).toBe(201);
  expect(said()).toEqual(['hello']);
});

it('lets everything go when the server stops', async () => {
  const { mattermost, claw, post } = await scene();
  const fault = mattermost.faults.hold({ by: claw });
  const answer = post(claw, 'late').catch(() => 'dropped');
  await fault.met;
  await mattermost.stop();
  expect(await answer).toBeDefined();
});
