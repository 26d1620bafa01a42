import { expect, it } from 'vitest';
import { finishedByHost, type SessionNote } from '../../../src/inbound/left-queued.ts';

const post = { postId: 'post', agentId: 'main', sessionKey: 'agent:main:ops', answered: false };
const finishes = (note: SessionNote | undefined, answered = false): boolean =>
  finishedByHost([{ ...post, answered }], () => note).has('post');

it.each([
  ['was under way', { status: 'running' }],
  ['was marked to be resumed', { status: 'failed', abortedLastRun: true }],
  ['has an answer that is still to be sent', { status: 'done', pendingFinalDelivery: {} }],
])('leaves a queued post to the host whose turn %s', (_, note) => {
  expect(finishes(note)).toBe(true);
});

it.each([
  ['had not begun', { status: 'done', abortedLastRun: false }],
  ['is of a session that the host does not know', undefined],
])('hands a queued post over again whose turn %s', (_, note) => {
  expect(finishes(note)).toBe(false);
});

it('leaves a queued post alone whose answer stands', () => {
  expect(finishes({ status: 'done' }, true)).toBe(true);
});

it('asks for the session of each post', () => {
  const queued = [post, { ...post, postId: 'other', sessionKey: 'agent:main:dev' }];
  const running = finishedByHost(queued, ({ sessionKey }) => ({
    status: sessionKey === 'agent:main:dev' ? 'running' : 'done',
  }));
  expect([...running]).toEqual(['other']);
});
