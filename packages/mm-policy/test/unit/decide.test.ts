import { expect, it } from 'vitest';
import { decide, type PolicySettings, type PolicySurroundings, resolveRules, wasMentioned } from '../../src/index.ts';
import { factsOf, type Given, ids } from '../support/facts-of.ts';

function decideOn(given: Given, settings: PolicySettings = { groupPolicy: 'open' }, around: PolicySurroundings = {}) {
  return decide(factsOf(given), resolveRules(settings, around));
}
const say = (message: string): Given => ({ post: { message } });
const direct = { channel: { type: 'D' } };

it.each(['@all', '@Channel', '@here'])('%s calls the bot only with channelMentions', word => {
  expect(decideOn(say(`${word} hello`)).reason).toBe('not-mentioned');
  const settings: PolicySettings = { groupPolicy: 'open', channelMentions: true };
  expect(decideOn(say(`${word} hello`), settings)).toMatchObject({
    reason: 'channel-mentioned',
    text: `${word} hello`,
  });
  expect(decideOn(say(`\`${word}\``), settings).reason).toBe('not-mentioned');
  const mayNot = { post: { message: word, props: { mentionHighlightDisabled: true } } };
  expect(decideOn(mayNot, settings).reason).toBe('not-mentioned');
});

it('A thread calls the bot for seven days after its last answer there', () => {
  const { now } = factsOf();
  const week = 7 * 24 * 60 * 60 * 1000;
  const inThread = { post: { root_id: ids.root } };
  expect(decideOn({ ...inThread, lastAnswerAt: now - week + 1 }).reason).toBe('in-thread');
  expect(decideOn({ ...inThread, lastAnswerAt: now - week }).reason).toBe('not-mentioned');
  expect(decideOn({ ...inThread }).reason).toBe('not-mentioned');
  expect(decideOn({ lastAnswerAt: now }).reason).toBe('not-mentioned');
});

it('A channel that is off admits no sender, and a list of its own replaces the general list', () => {
  const groups = { [ids.channel]: { enabled: false } };
  expect(decideOn(say('@claw'), { groupPolicy: 'open', groups }).reason).toBe('channel-disabled');
  const own = { [ids.channel]: { allowFrom: [ids.bob] } };
  expect(decideOn(say('@claw'), { groupPolicy: 'open', groups: own }).reason).toBe('group-not-listed');
  expect(decideOn(say('@claw'), { allowFrom: [ids.alice], groups: own }).reason).toBe('group-not-listed');
  const mine = { [ids.channel]: { allowFrom: [ids.alice] } };
  expect(decideOn(say('@claw'), { groups: mine }).reason).toBe('mentioned');
});

it('A channel of an unknown type admits no sender', () => {
  expect(decideOn({ channel: { type: 'X' } }).reason).toBe('unknown-channel-type');
});

it('A deleted post is not answered', () => {
  expect(decideOn({ post: { message: '@claw', delete_at: 1 } }).reason).toBe('deleted-post');
});

it('The fact listed replaces the lists in the rules', () => {
  expect(decideOn({ ...say('@claw'), listed: true }, {}).reason).toBe('mentioned');
  expect(decideOn({ ...say('@claw'), listed: false }, { allowFrom: ['*'] }).reason).toBe('group-not-listed');
  expect(decideOn({ ...direct, listed: false }, { allowFrom: ['*'] }).reason).toBe('pairing-required');
  expect(decideOn({ ...direct, listed: true }, { dmPolicy: 'disabled' }).reason).toBe('dm-disabled');
});

it('A bot is never admitted by pairing', () => {
  const bot = { ...direct, author: { username: 'ci', is_bot: true } };
  expect(decideOn({ ...bot, paired: true }, { allowBots: 'all' }).reason).toBe('dm-not-listed');
  expect(decideOn(bot, { allowBots: 'all', allowFrom: [ids.alice] }).reason).toBe('direct-message');
});

it('Another bot is not answered after it has reached its limit', () => {
  const bot = { ...say('@claw'), author: { username: 'ci', is_bot: true }, isBotLimitReached: true };
  expect(decideOn(bot, { groupPolicy: 'open', allowBots: 'all' }).reason).toBe('bot-exchanges-spent');
  expect(decideOn({ ...bot, author: { username: 'alice' } }).reason).toBe('mentioned');
});

const webhook = (name = 'Alerts', message = '@claw hello'): Given => ({
  post: { message, props: { from_webhook: 'true', webhook_display_name: name } },
});
const allowed = (allowFrom: string[]): PolicySettings => ({ allowWebhooks: true, groupAllowFrom: allowFrom });

it('A webhook needs a title, a place on the list, and an owner on the list', () => {
  expect(decideOn(webhook(), allowed([ids.alice, 'webhook:Alerts'])).reason).toBe('mentioned');
  expect(decideOn(webhook(), allowed([ids.alice])).reason).toBe('webhook-not-listed');
  expect(decideOn(webhook(), allowed(['webhook:Alerts'])).reason).toBe('webhook-owner-not-admitted');
  expect(decideOn(webhook(''), allowed(['*'])).reason).toBe('webhook-unnamed');
  expect(decideOn({ ...webhook(), listed: true, webhookListed: true }, { allowWebhooks: true }).action).toBe('answer');
  expect(decideOn({ ...webhook(), listed: true, webhookListed: false }, allowed(['*'])).action).toBe('silence');
});

it('A webhook is a subject of its own', () => {
  expect(decideOn(webhook(), allowed(['*']))).toMatchObject({
    speaker: { kind: 'webhook', subject: 'webhook:Alerts' },
  });
});

it('A webhook gets no further than its owner would', () => {
  const bot = { ...webhook(), author: { username: 'ci', is_bot: true } };
  expect(decideOn(bot, allowed(['*'])).reason).toBe('webhook-owner-not-admitted');
  expect(decideOn({ ...webhook(), ...direct }, { allowWebhooks: true }).reason).toBe('webhook-owner-not-admitted');
  expect(decideOn(webhook('Alerts', 'hello'), allowed(['*'])).reason).toBe('not-mentioned');
});

it('A webhook is not answered after it has reached its limit', () => {
  expect(decideOn({ ...webhook(), isBotLimitReached: true }, allowed(['*'])).reason).toBe('bot-exchanges-spent');
});

it('A webhook gives no commands', () => {
  expect(decideOn(webhook('Alerts', '@claw /new'), allowed(['*']))).toMatchObject({ action: 'answer', command: false });
});

it.each([
  ['@claw /new', true],
  ['@claw /new now', true],
  ['@claw /think: high', true],
  ['@claw /home/claw is full', false],
  ['@claw new', false],
  ['@claw / new', false],
])('The message %j is a command: %j', (message, command) => {
  expect(decideOn(say(message), { groupAllowFrom: ['*'] })).toMatchObject({ action: 'answer', command });
});

it('With a list of names only these are commands', () => {
  const listed: PolicySettings = { groupAllowFrom: ['*'] };
  const names = { textCommands: ['/new', 'Status'] };
  expect(decideOn(say('@claw /New'), listed, names)).toMatchObject({ command: true });
  expect(decideOn(say('@claw /status'), listed, names)).toMatchObject({ command: true });
  expect(decideOn(say('@claw /other'), listed, names)).toMatchObject({ action: 'answer', command: false });
  expect(decideOn(say('@claw /new'), listed, { textCommands: false })).toMatchObject({ command: false });
});

it('In an open channel only people on a list may give commands', () => {
  expect(decideOn(say('@claw /new')).reason).toBe('command-not-listed');
  expect(decideOn(say('@claw /new'), { groupPolicy: 'open', allowFrom: [ids.alice] })).toMatchObject({
    command: true,
  });
  expect(decideOn({ ...say('@claw /new'), mayCommand: true })).toMatchObject({ command: true });
  expect(decideOn({ ...say('@claw /new'), mayCommand: false }, { allowFrom: ['*'] }).reason).toBe('command-not-listed');
});

it.each([
  ['direct', 'direct-message', true, { ...direct, ...say('hi') }, { allowFrom: ['*'] }],
  ['mention', 'mentioned', true, say('@claw hi'), { groupPolicy: 'open' }],
  ['pattern', 'pattern-mentioned', true, say('ask the bot'), { groupPolicy: 'open' }],
  ['channel-mention', 'channel-mentioned', true, say('@all hi'), { groupPolicy: 'open', channelMentions: true }],
  ['prefix', 'prefixed', false, say('!hi'), { groupPolicy: 'open', chatmode: 'onchar' }],
  [
    'participation',
    'in-thread',
    false,
    { post: { root_id: ids.root }, lastAnswerAt: factsOf().now },
    { groupPolicy: 'open' },
  ],
  ['reply', 'reply-to-bot', false, { post: { root_id: ids.root }, isReplyToBot: true }, { groupPolicy: 'open' }],
  [
    'quote',
    'quoted-bot',
    false,
    { ...say('see https://chat.example.com/acme/pl/x'), isQuoteOfBot: true },
    { groupPolicy: 'open', implicitMentions: { quotedBot: true } },
  ],
  ['stop', 'stop-request', false, say('stop'), { groupAllowFrom: ['*'] }],
  ['always', 'every-message', false, say('lunch?'), { groupPolicy: 'open', requireMention: false }],
] satisfies [string, string, boolean, Given, PolicySettings][])(
  'A bot that is woken by %s, for the reason %s, was mentioned: %j',
  (wokenBy, reason, isMentioned, given, settings) => {
    const decision = decideOn(given, settings, { mentionPatterns: ['\\bbot\\b'] });
    expect(decision).toMatchObject({ action: 'answer', wokenBy, reason });
    expect(decision.action === 'answer' && wasMentioned(decision)).toBe(isMentioned);
  },
);

it('A mention counts before the place: a mention in a thread is a mention', () => {
  const given = { post: { root_id: ids.root, message: '@claw why?' }, lastAnswerAt: factsOf().now };
  expect(decideOn(given)).toMatchObject({ wokenBy: 'mention' });
});

it('A thread of the bot calls the bot only inside the thread, and only without a setting against it', () => {
  expect(decideOn({ isReplyToBot: true }).reason).toBe('not-mentioned');
  const given = { post: { root_id: ids.root }, isReplyToBot: true };
  const settings: PolicySettings = { groupPolicy: 'open', implicitMentions: { replyToBot: false } };
  expect(decideOn(given, settings).reason).toBe('not-mentioned');
});

it('A link to a post of the bot calls it only where that is switched on', () => {
  expect(decideOn({ ...say('see above'), isQuoteOfBot: true }).reason).toBe('not-mentioned');
});

it.each([
  ['mentions', 'not-mentioned', 'in-thread'],
  ['roots', 'every-message', 'not-mentioned'],
  ['all', 'every-message', 'in-thread'],
] as const)('With answer: %s, a new post gives %s, and a reply in a thread of the bot %s', (answer, root, reply) => {
  const settings: PolicySettings = {
    ...{ groupPolicy: 'open', requireMention: answer !== 'all' },
    groups: { [ids.channel]: { answer, requireMention: answer === 'all' } },
  };
  expect(decideOn(say('hello'), settings).reason).toBe(root);
  const inThread = { post: { root_id: ids.root, message: 'hello' }, lastAnswerAt: factsOf().now, isReplyToBot: true };
  expect(decideOn(inThread, settings).reason).toBe(reply);
  expect(decideOn({ post: { root_id: ids.root, message: '@claw hello' } }, settings).reason).toBe('mentioned');
});

it.each(['stop', 'STOP!', 'abort', 'halt', 'please stop', '停止。', ' esc '])(
  'The request %j passes without a mention from a sender on the list, and wakes the bot',
  message => {
    const expected = { action: 'answer', isStop: true, reason: 'stop-request', command: false };
    expect(decideOn(say(message), { groupAllowFrom: ['*'] })).toMatchObject(expected);
  },
);

it('A request to stop without a mention is ignored from a sender on no list, a bot and a webhook', () => {
  expect(decideOn(say('stop')).reason).toBe('not-mentioned');
  const bot = { ...say('stop'), author: { username: 'ci', is_bot: true } };
  expect(decideOn(bot, { groupAllowFrom: ['*'], allowBots: 'all' }).reason).toBe('not-mentioned');
  const props = { from_webhook: 'true', webhook_display_name: 'Alerts' };
  const webhook = { post: { message: '@claw stop', props } };
  const settings: PolicySettings = { groupAllowFrom: ['*'], allowWebhooks: true };
  expect(decideOn(webhook, settings)).toMatchObject({ action: 'answer', isStop: false });
  expect(decideOn({ post: { message: 'stop', props } }, settings).reason).toBe('not-mentioned');
});

it('A request to stop with a mention is one from any sender who may talk to the bot', () => {
  for (const message of ['@claw stop', 'stop @claw', '@claw /stop', '@claw: please stop!']) {
    expect(decideOn(say(message))).toMatchObject({ action: 'answer', isStop: true, command: false });
  }
  expect(decideOn(say('@claw /stop'), { groupAllowFrom: ['*'] })).toMatchObject({ isStop: true, command: true });
  expect(decideOn({ ...say('stop'), ...direct }, { allowFrom: ['*'] })).toMatchObject({ isStop: true });
  expect(decideOn(say('@claw stop the music in the office'))).toMatchObject({ isStop: false });
});

it('A sentence that begins with a path is not refused as a command in an open channel', () => {
  expect(decideOn(say('@claw /tmp is full'))).toMatchObject({ action: 'answer', command: false, text: '/tmp is full' });
  expect(decideOn(say('@claw /tmp')).reason).toBe('command-not-listed');
  const names = { textCommands: ['new'] };
  expect(decideOn(say('@claw /new session'), { groupPolicy: 'open' }, names).reason).toBe('command-not-listed');
});

it('A mention in a quotation counts, as on the server', () => {
  expect(decideOn(say('> @claw quoted'))).toMatchObject({ reason: 'mentioned', text: '> quoted' });
});
