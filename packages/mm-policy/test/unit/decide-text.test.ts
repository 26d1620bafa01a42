import { expect, it } from 'vitest';
import { decide, type PolicySettings, type PolicySurroundings, resolveRules } from '../../src/index.ts';
import { factsOf, type Given } from '../support/facts-of.ts';

function decideOn(given: Given, settings: PolicySettings = { groupPolicy: 'open' }, around: PolicySurroundings = {}) {
  return decide(factsOf(given), resolveRules(settings, around));
}
const say = (message: string): Given => ({ post: { message } });
const direct = { channel: { type: 'D' } };

it.each([
  ['@claw hello', 'hello'],
  ['hello @claw', 'hello'],
  ['@claw', ''],
])('The text of %j has no mention', (message, text) => {
  expect(decideOn(say(message))).toMatchObject({ action: 'answer', reason: 'mentioned', text });
});

it('The text has neither the prefix nor a mention before it', () => {
  const settings: PolicySettings = { groupPolicy: 'open', chatmode: 'onchar', oncharPrefixes: ['!', '!!'] };
  expect(decideOn(say('  !! hello'), settings)).toMatchObject({ reason: 'prefixed', text: 'hello' });
  expect(decideOn(say('!@claw hello'), settings)).toMatchObject({ action: 'answer' });
  expect(decideOn(say('! @claw hello'), settings)).toMatchObject({ reason: 'mentioned', text: 'hello' });
});

it('A mention that is also a prefix is removed once', () => {
  const settings: PolicySettings = { groupPolicy: 'open', chatmode: 'onchar', oncharPrefixes: ['@claw'] };
  expect(decideOn(say('@claw hello'), settings)).toMatchObject({ reason: 'mentioned', text: 'hello' });
});

it('The text keeps its prefix where prefixes do not count', () => {
  expect(decideOn({ ...say('!hello'), ...direct }, { chatmode: 'onchar', allowFrom: ['*'] })).toMatchObject({
    reason: 'direct-message',
    text: '!hello',
  });
});

it('The text loses its prefix where no mention is needed', () => {
  const settings: PolicySettings = {
    groupPolicy: 'open',
    chatmode: 'onchar',
    groups: { '*': { requireMention: false } },
  };
  expect(decideOn(say('>hello'), settings)).toMatchObject({ reason: 'prefixed', text: 'hello' });
  expect(decideOn(say('hello'), settings)).toMatchObject({ reason: 'every-message', text: 'hello' });
});

it.each([
  ['', {}],
  [' \n ', {}],
  ['', { props: { attachments: [] } }],
])('The message %j with %j is an empty post', (message, post) => {
  expect(decideOn({ ...direct, post: { message, ...post } }, { allowFrom: ['*'] }).reason).toBe('empty-post');
});

it('Files, attachments or a bare mention alone are enough for an answer', () => {
  const settings: PolicySettings = { allowFrom: ['*'] };
  expect(decideOn({ ...direct, post: { message: '', file_ids: ['f'] } }, settings).action).toBe('answer');
  const attachments = { post: { message: '', props: { attachments: [{ text: 'alert' }] } } };
  expect(decideOn({ ...direct, ...attachments }, settings).action).toBe('answer');
  expect(decideOn({ ...direct, ...say('@claw') }, settings)).toMatchObject({ action: 'answer', text: '' });
});

it('A bare prefix is an empty post', () => {
  expect(decideOn(say('> '), { groupPolicy: 'open', chatmode: 'onchar' }).reason).toBe('empty-post');
});

it.each(['!!!', '!?', '![graph](https://example.com/a.png)', '>>>', '> ---'])(
  'The message %j has a prefix and nothing for the bot to read',
  message => {
    expect(decideOn(say(message), { groupPolicy: 'open', chatmode: 'onchar' }).reason).toBe('no-prefix');
  },
);

it.each([
  ['!@claw hi', 'hi'],
  ['! @claw: hi', 'hi'],
  ['>>hi', '>hi'],
  ['! 👍', '👍'],
  ['> bob said', 'bob said'],
])('After the prefix of %j the text is %j', (message, text) => {
  expect(decideOn(say(message), { groupPolicy: 'open', chatmode: 'onchar' })).toMatchObject({ action: 'answer', text });
});

it.each(['\u200b', '\u200b\ufeff \n', '\u2060'])('The invisible message %j is an empty post', message => {
  expect(decideOn({ ...direct, ...say(message) }, { allowFrom: ['*'] }).reason).toBe('empty-post');
});

it('A post without a message is an empty post', () => {
  for (const message of [undefined, null]) {
    expect(decideOn({ ...direct, post: { message } }, { allowFrom: ['*'] }).reason).toBe('empty-post');
    expect(decideOn({ post: { message } }).reason).toBe('not-mentioned');
  }
});

it.each([
  ['@claw', true],
  ['@CLAW?', true],
  ['@claw @claw', true],
  ['@claw hi', false],
  ['hi', false],
])('The message %j is a bare mention: %j', (message, isBareMention) => {
  const rules: PolicySettings = { groupPolicy: 'open', chatmode: 'onmessage', allowFrom: ['*'] };
  const expected = { action: 'answer', isBareMention, ...(isBareMention && { text: '' }) };
  expect(decideOn(say(message), rules)).toMatchObject(expected);
  expect(decideOn({ ...say(message), ...direct }, rules)).toMatchObject(expected);
});

it('A mention with a file or an attachment is not a bare mention', () => {
  expect(decideOn({ post: { message: '@claw', file_ids: ['f'] } })).toMatchObject({ isBareMention: false });
  const props = { attachments: [{ text: 'alert' }] };
  expect(decideOn({ post: { message: '@claw', props } })).toMatchObject({ isBareMention: false, text: 'alert' });
});

it.each([
  ['*waves at @claw*', 'waves at @claw'],
  ['***bold** @claw*', '**bold** @claw'],
  ['waves at @claw', 'waves at @claw'],
])('The text of the /me post %j is %j', (message, text) => {
  expect(decideOn({ post: { message, type: 'me' } })).toMatchObject({ reason: 'mentioned', text });
});

it('The text of a /me post comes from its message and never from its props', () => {
  const post = { type: 'me', message: '*waves at @bob*', props: { message: 'waves at @claw' } };
  expect(decideOn({ post }).reason).toBe('not-mentioned');
});

it('The text contains the attachments: the text before each, its title, its text and its fields', () => {
  const attachments = [
    {
      ...{ fallback: 'not read', pretext: 'Build', title: 'Number 7', text: 'failed' },
      fields: [
        { title: 'Branch', value: 'main' },
        { title: '', value: 'only a value' },
        { title: 'Retries', value: 3 },
      ],
    },
    { fallback: 'second' },
  ];
  expect(decideOn({ post: { message: '@claw look', props: { attachments } } })).toMatchObject({
    text: 'look\nBuild\nNumber 7\nfailed\nBranch: main\nonly a value\nRetries: 3\nsecond',
  });
});

it.each([[null], [[null, 'text', 5, []]], [[{ fields: null, text: 5 }]], [{ text: 'not a list' }]])(
  'Attachments of the odd shape %j are read without an error',
  attachments => {
    const decision = decideOn({ ...direct, post: { message: 'hi', props: { attachments } } }, { allowFrom: ['*'] });
    expect(decision).toMatchObject({ action: 'answer' });
  },
);

it('Of very long attachments only the beginning is read', () => {
  const attachments = Array.from({ length: 30 }, () => ({ text: 'x'.repeat(10_000) }));
  const decision = decideOn({ post: { message: '@claw', props: { attachments } } });
  expect(decision.action === 'answer' && decision.text.replaceAll('\n', '').length).toBe(32_768);
});

it('A mention in an attachment calls the bot', () => {
  const attached = (attachments: unknown): Given => ({ post: { message: 'alert', props: { attachments } } });
  expect(decideOn(attached([{ pretext: 'see @claw' }])).reason).toBe('mentioned');
  expect(decideOn(attached([{ text: '@claw' }, null, 'x'])).reason).toBe('mentioned');
  expect(decideOn(attached([{ fields: [{ value: 'ask @claw' }] }])).reason).toBe('mentioned');
  expect(decideOn(attached([{ title: '@claw', text: '`@claw`', fallback: '@claw' }])).reason).toBe('not-mentioned');
  expect(decideOn(attached([{ fields: [{ title: '@claw', value: 5 }] }])).reason).toBe('not-mentioned');
  expect(decideOn(attached({ text: '@claw' })).reason).toBe('not-mentioned');
  expect(decideOn(attached([...Array(20).fill({ text: '' }), { text: '@claw' }])).reason).toBe('not-mentioned');
});
