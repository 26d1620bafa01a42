import { describe, expect, it } from 'vitest';
import { decide, type PolicySettings, type PolicySurroundings, resolveRules } from '../../src/index.ts';
import { factsOf, type Given, ids } from './facts-of.ts';

function decideOn(given: Given, settings: PolicySettings = { groupPolicy: 'open' }, around: PolicySurroundings = {}) {
  return decide(factsOf(given), resolveRules(settings, around));
}
const say = (message: string): Given => ({ post: { message } });
const direct = { channel: { type: 'D' } };

describe('what is answered', () => {
  it.each([
    ['@claw hello', 'hello'],
    ['hello @claw', 'hello'],
    ['@claw', ''],
  ])('is %j without the mention', (message, text) => {
    expect(decideOn(say(message))).toMatchObject({ act: 'answer', reason: 'mentioned', text });
  });

  it('is without the prefix, and without a mention in front of it', () => {
    const settings: PolicySettings = { groupPolicy: 'open', chatmode: 'onchar', oncharPrefixes: ['!', '!!'] };
    expect(decideOn(say('  !! hello'), settings)).toMatchObject({ reason: 'prefixed', text: 'hello' });
    expect(decideOn(say('!@claw hello'), settings)).toMatchObject({ act: 'answer' });
    expect(decideOn(say('! @claw hello'), settings)).toMatchObject({ reason: 'mentioned', text: 'hello' });
  });

  it('is without the mention once, when that is a prefix too', () => {
    const settings: PolicySettings = { groupPolicy: 'open', chatmode: 'onchar', oncharPrefixes: ['@claw'] };
    expect(decideOn(say('@claw hello'), settings)).toMatchObject({ reason: 'mentioned', text: 'hello' });
  });

  it('keeps its prefix where prefixes do not count', () => {
    expect(decideOn({ ...say('!hello'), ...direct }, { chatmode: 'onchar', allowFrom: ['*'] })).toMatchObject({
      reason: 'direct-message',
      text: '!hello',
    });
  });

  it('loses its prefix in a thread and in a channel where the bot need not be called', () => {
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
  ])('is not nothing: %j', (message, post) => {
    expect(decideOn({ ...direct, post: { message, ...post } }, { allowFrom: ['*'] }).reason).toBe('empty-post');
  });

  it('may be files, attachments or a bare mention alone', () => {
    const settings: PolicySettings = { allowFrom: ['*'] };
    expect(decideOn({ ...direct, post: { message: '', file_ids: ['f'] } }, settings).act).toBe('answer');
    const attachments = { post: { message: '', props: { attachments: [{ text: 'alert' }] } } };
    expect(decideOn({ ...direct, ...attachments }, settings).act).toBe('answer');
    expect(decideOn({ ...direct, ...say('@claw') }, settings)).toMatchObject({ act: 'answer', text: '' });
  });

  it('is not a bare prefix', () => {
    expect(decideOn(say('> '), { groupPolicy: 'open', chatmode: 'onchar' }).reason).toBe('empty-post');
  });
});

describe('what calls the bot', () => {
  it('is a mention in an attachment too', () => {
    const attached = (attachments: unknown): Given => ({ post: { message: 'alert', props: { attachments } } });
    expect(decideOn(attached([{ pretext: 'see @claw' }])).reason).toBe('mentioned');
    expect(decideOn(attached([{ text: '@claw' }, null, 'x'])).reason).toBe('mentioned');
    expect(decideOn(attached([{ title: '@claw', text: '`@claw`' }])).reason).toBe('not-mentioned');
    expect(decideOn(attached({ text: '@claw' })).reason).toBe('not-mentioned');
    expect(decideOn(attached([...Array(20).fill({ text: '' }), { text: '@claw' }])).reason).toBe('not-mentioned');
  });

  it.each(['@all', '@Channel', '@here'])('is %s only where that is wanted', word => {
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

  it('is a thread only while the last answer is fresh, and only the thread itself', () => {
    const { now } = factsOf();
    const week = 7 * 24 * 60 * 60 * 1000;
    const inThread = { post: { root_id: ids.root } };
    expect(decideOn({ ...inThread, lastAnswerAt: now - week + 1 }).reason).toBe('in-thread');
    expect(decideOn({ ...inThread, lastAnswerAt: now - week }).reason).toBe('not-mentioned');
    expect(decideOn({ ...inThread }).reason).toBe('not-mentioned');
    expect(decideOn({ lastAnswerAt: now }).reason).toBe('not-mentioned');
  });
});

describe('who is heard', () => {
  it('is nobody in a channel that is off, and those on its own list where it has one', () => {
    const groups = { [ids.channel]: { enabled: false } };
    expect(decideOn(say('@claw'), { groupPolicy: 'open', groups }).reason).toBe('channel-disabled');
    const own = { [ids.channel]: { allowFrom: [ids.bob] } };
    expect(decideOn(say('@claw'), { groupPolicy: 'open', groups: own }).reason).toBe('group-not-listed');
    expect(decideOn(say('@claw'), { allowFrom: [ids.alice], groups: own }).reason).toBe('group-not-listed');
    const mine = { [ids.channel]: { allowFrom: [ids.alice] } };
    expect(decideOn(say('@claw'), { groups: mine }).reason).toBe('mentioned');
  });

  it('is nobody in a channel of a type that is not known', () => {
    expect(decideOn({ channel: { type: 'X' } }).reason).toBe('unknown-channel-type');
  });

  it('is nobody by a post that has been deleted', () => {
    expect(decideOn({ post: { message: '@claw', delete_at: 1 } }).reason).toBe('deleted-post');
  });

  it('is whom somebody else has found on the list, and nobody else', () => {
    expect(decideOn({ ...say('@claw'), listed: true }, {}).reason).toBe('mentioned');
    expect(decideOn({ ...say('@claw'), listed: false }, { allowFrom: ['*'] }).reason).toBe('group-not-listed');
    expect(decideOn({ ...direct, listed: false }, { allowFrom: ['*'] }).reason).toBe('pairing-required');
    expect(decideOn({ ...direct, listed: true }, { dmPolicy: 'disabled' }).reason).toBe('dm-disabled');
  });

  it('is no bot by its pairing, and no bot is paired', () => {
    const bot = { ...direct, author: { username: 'ci', is_bot: true } };
    expect(decideOn({ ...bot, paired: true }, { allowBots: 'all' }).reason).toBe('dm-not-listed');
    expect(decideOn(bot, { allowBots: 'all', allowFrom: [ids.alice] }).reason).toBe('direct-message');
  });

  it('is another bot until it has used up its exchanges', () => {
    const bot = { ...say('@claw'), author: { username: 'ci', is_bot: true }, botExchangesSpent: true };
    expect(decideOn(bot, { groupPolicy: 'open', allowBots: 'all' }).reason).toBe('bot-exchanges-spent');
    expect(decideOn({ ...bot, author: { username: 'alice' } }).reason).toBe('mentioned');
  });
});

describe('webhooks', () => {
  const webhook = (name = 'Alerts', message = '@claw hello'): Given => ({
    post: { message, props: { from_webhook: 'true', webhook_display_name: name } },
  });
  const allowed = (allowFrom: string[]): PolicySettings => ({ allowWebhooks: true, groupAllowFrom: allowFrom });

  it('need a title, a place on the list and an owner who is on it too', () => {
    expect(decideOn(webhook(), allowed([ids.alice, 'webhook:Alerts'])).reason).toBe('mentioned');
    expect(decideOn(webhook(), allowed([ids.alice])).reason).toBe('webhook-not-listed');
    expect(decideOn(webhook(), allowed(['webhook:Alerts'])).reason).toBe('webhook-owner-not-admitted');
    expect(decideOn(webhook(''), allowed(['*'])).reason).toBe('webhook-unnamed');
    expect(decideOn({ ...webhook(), listed: true, webhookListed: true }, { allowWebhooks: true }).act).toBe('answer');
    expect(decideOn({ ...webhook(), listed: true, webhookListed: false }, allowed(['*'])).act).toBe('silence');
  });

  it('are subjects of their own', () => {
    expect(decideOn(webhook(), allowed(['*']))).toMatchObject({
      speaker: { kind: 'webhook', subject: 'webhook:Alerts' },
    });
  });

  it('get no further than their owner: a bot, somebody to be paired, a channel that is off', () => {
    const bot = { ...webhook(), author: { username: 'ci', is_bot: true } };
    expect(decideOn(bot, allowed(['*'])).reason).toBe('webhook-owner-not-admitted');
    expect(decideOn({ ...webhook(), ...direct }, { allowWebhooks: true }).reason).toBe('webhook-owner-not-admitted');
    expect(decideOn(webhook('Alerts', 'hello'), allowed(['*'])).reason).toBe('not-mentioned');
  });

  it('are not heard once they have used up their exchanges', () => {
    expect(decideOn({ ...webhook(), botExchangesSpent: true }, allowed(['*'])).reason).toBe('bot-exchanges-spent');
  });

  it('give no commands', () => {
    expect(decideOn(webhook('Alerts', '@claw /new'), allowed(['*']))).toMatchObject({ act: 'answer', command: false });
  });
});

describe('commands', () => {
  it.each([
    ['@claw /new', true],
    ['@claw /new now', true],
    ['@claw /think: high', true],
    ['@claw /home/claw is full', false],
    ['@claw new', false],
    ['@claw / new', false],
  ])('are read from %j: %j', (message, command) => {
    expect(decideOn(say(message), { groupAllowFrom: ['*'] })).toMatchObject({ act: 'answer', command });
  });

  it('are those of the names given, or none', () => {
    const listed: PolicySettings = { groupAllowFrom: ['*'] };
    const names = { textCommands: ['/new', 'Status'] };
    expect(decideOn(say('@claw /New'), listed, names)).toMatchObject({ command: true });
    expect(decideOn(say('@claw /status'), listed, names)).toMatchObject({ command: true });
    expect(decideOn(say('@claw /other'), listed, names)).toMatchObject({ act: 'answer', command: false });
    expect(decideOn(say('@claw /new'), listed, { textCommands: false })).toMatchObject({ command: false });
  });

  it('are for those on a list, also in an open channel', () => {
    expect(decideOn(say('@claw /new')).reason).toBe('command-not-listed');
    expect(decideOn(say('@claw /new'), { groupPolicy: 'open', allowFrom: [ids.alice] })).toMatchObject({
      command: true,
    });
    expect(decideOn({ ...say('@claw /new'), mayCommand: true })).toMatchObject({ command: true });
    expect(decideOn({ ...say('@claw /new'), mayCommand: false }, { allowFrom: ['*'] }).reason).toBe(
      'command-not-listed',
    );
  });
});
