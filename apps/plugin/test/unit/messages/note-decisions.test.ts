import { expect, it } from 'vitest';
import { createDecisionNotes } from '../../../src/messages/note-decisions.ts';
import type { Decision } from '../../../src/storage/decision-log.ts';
import { postWith } from '../../support/facts.ts';

function open(section = 'channels.mattermost') {
  const kept: Decision[] = [];
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const decisions = { note: async (decision: Decision) => void kept.push(decision), about: async () => [] };
  const log = { debug: write, info: write, warn: write, error: write };
  return { kept, lines, ...createDecisionNotes({ decisions, log, section }) };
}

const postIn = (channel_id: string) => postWith({ channel_id, message: 'a secret' });

it('A silence is kept every time, and logged once per channel and reason', async () => {
  const { kept, lines, silent } = open();
  for (const channel of ['town', 'town', 'hall']) await silent(postIn(channel), 'not-mentioned');
  await silent(postIn('town'), 'group-not-listed');
  expect(kept.map(({ channelId, code }) => `${channelId} ${code}`)).toEqual([
    'town not-mentioned',
    'town not-mentioned',
    'hall not-mentioned',
    'town group-not-listed',
  ]);
  expect(lines).toHaveLength(3);
});

it('A silence is logged with the setting that would change it, at the path of the account', async () => {
  const { lines, silent } = open('channels.mattermost.accounts.ops');
  await silent(postIn('town'), 'not-mentioned');
  expect(lines[0]).toContain('channels.mattermost.accounts.ops.groups.town.requireMention: set it to false');
  expect(lines[0]).toContain('channel:town');
});

it('A silence for a reason of OpenClaw’s is logged with its code', async () => {
  const { lines, silent } = open();
  await silent(postIn('town'), 'dm_policy_disabled');
  expect(lines[0]).toContain('dm_policy_disabled');
});

it.each(['system-post', 'slash-answer', 'deleted-post', 'empty-post'])(
  'A silence that everyone expects is kept and not logged: %s',
  async code => {
    const { kept, lines, silent } = open();
    await silent(postIn('town'), code);
    expect(kept).toHaveLength(1);
    expect(lines).toEqual([]);
  },
);

it('A post of the bot itself is neither kept nor logged', async () => {
  const { kept, lines, silent } = open();
  await silent(postIn('town'), 'own-post');
  expect([kept, lines]).toEqual([[], []]);
});

it('A turn without an answer is logged, with the reason in words', async () => {
  const { kept, lines, ended } = open();
  const post = postIn('town');
  await ended(post, 'agent-silent');
  expect(kept).toMatchObject([{ code: 'agent-silent' }]);
  expect(lines).toEqual([`post ${post.id} has no answer: the agent chose to say nothing (agent-silent)`]);
});

it('The end of an answered post is kept and not logged', async () => {
  const { kept, lines, ended } = open();
  await ended(postIn('town'), 'delivered');
  expect(kept).toMatchObject([{ code: 'delivered', channelId: 'town', userId: 'alice' }]);
  expect(lines).toEqual([]);
});

it('Neither the decision log nor the gateway log has the text of a message', async () => {
  const { kept, lines, silent, ended } = open();
  await silent(postIn('town'), 'not-mentioned');
  await ended(postIn('town'), 'delivered');
  expect(JSON.stringify([kept, lines])).not.toContain('a secret');
});

it('With more than 5,000 channels some silences are logged again, so that memory does not grow', async () => {
  const { lines, silent } = open();
  for (let index = 0; index < 5_001; index += 1) await silent(postIn(`channel-${index}`), 'not-mentioned');
  await silent(postIn('channel-0'), 'not-mentioned');
  expect(lines).toHaveLength(5_002);
});
