import { readFileSync } from 'node:fs';
import type { Post } from '@clawmost/mm-testserver';
import { expect, it } from 'vitest';
import { openConversation } from '../../support/conversation.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();

type Name = 'alice' | 'bob' | 'carol' | 'dave' | 'erin';

/** What five people write in a channel and in two threads; `A!` and `B!` begin the threads. */
const conversation: readonly (
  | readonly [Name, 'channel' | 'A' | 'B' | 'A!' | 'B!', string]
  | 'restart begins'
  | 'restart ends'
)[] = [
  ['alice', 'channel', 'the build is red'],
  ['bob', 'channel', 'since this morning'],
  ['carol', 'A!', 'deploy notes for today'],
  ['dave', 'A', 'I deploy at ten'],
  ['erin', 'channel', '@claw why is the build red?'],
  ['bob', 'channel', 'ah'],
  ['alice', 'A', 'wait for the build'],
  ['carol', 'A', '@claw may we deploy?'],
  ['dave', 'B!', 'who is on duty?'],
  ['erin', 'B', 'me'],
  ['alice', 'channel', '@claw and now?'],
  ['bob', 'A', 'not yet'],
  ['carol', 'B', 'until when?'],
  ['erin', 'B', 'until six'],
  ['dave', 'B', '@claw note that'],
  ['alice', 'A', 'now it is green'],
  ['carol', 'A', '@claw may we deploy now?'],
  ['bob', 'channel', 'green again'],
  'restart begins',
  ['alice', 'channel', 'while you were away'],
  ['erin', 'B', 'still me'],
  ['dave', 'A', 'deploying'],
  ['bob', 'A', 'good'],
  'restart ends',
  ['carol', 'channel', '@claw what did I miss?'],
  ['erin', 'B', '@claw remember me'],
  ['dave', 'A', '@claw done'],
  ['alice', 'channel', 'thanks all'],
  ['bob', 'channel', 'welcome'],
  ['carol', 'B', 'handing over'],
  ['dave', 'B', 'to whom?'],
  ['erin', 'B', 'to bob'],
  ['bob', 'B', 'ok'],
  ['alice', 'B', '@claw who is on duty?'],
  ['carol', 'channel', 'lunch?'],
  ['dave', 'channel', 'yes'],
  ['erin', 'channel', '@claw where?'],
  ['bob', 'A', 'rolled back'],
  ['alice', 'A', 'why?'],
  ['carol', 'A', '@claw what happened?'],
  ['dave', 'channel', 'bye'],
  ['erin', 'channel', '@claw sum up'],
];

it('In a conversation of 40 posts by five people, with a restart in the middle, the agent is given at each turn what was said since its last', async () => {
  const section = { implicitMentions: { threadParticipation: false } };
  const story = await openConversation(openclaw, { section });
  const { alice, claw, team, receive } = story;
  const add = (name: string) => team.addPerson(name);
  const people = { alice, bob: add('bob'), carol: add('carol'), dave: add('dave'), erin: add('erin') };
  const ops = team.addChannel('forty', { members: [...Object.values(people), claw] });
  const roots: Record<string, Post> = {};
  const lines: string[] = [];
  let isDown = false;
  for (const step of conversation) {
    if (typeof step === 'string') {
      isDown = step === 'restart begins';
      if (!isDown) story.restart();
      continue;
    }
    const [who, where, text] = step;
    const thread = roots[where];
    const post = await people[who].says(text, { in: ops, ...(thread && { thread }) });
    if (where.endsWith('!')) roots[where.slice(0, 1)] = post;
    // What is written while the gateway is down is found later, and not for the bot.
    if (!isDown) await receive(post);
    if (!text.startsWith('@claw')) continue;
    const { quote } = story.lastContext().supplemental ?? {};
    lines.push(`${who} in ${where === 'channel' ? 'the channel' : `thread ${where}`}: ${text}`);
    if (quote) lines.push(`  replying to ${quote.sender}: ${quote.body}`);
    lines.push(...story.lastHistory().map(line => `  ${line}`));
  }
  const expected = readFileSync(new URL('./forty-posts.expected.txt', import.meta.url), 'utf8');
  expect(`${lines.join('\n')}\n`).toBe(expected);
});
