import type { Reason } from '../../src/index.ts';
import type { Pattern } from './decision-combinations.ts';

/** A row of the table: what it covers, the reason to expect, and the sentence of the documentation behind it. */
export interface Row {
  readonly when: Pattern;
  readonly reason: Reason;
  /** The page, in OpenClaw's documentation or this package, and the words. */
  readonly because: readonly [page: string, words: string];
}

const readme = 'README.md';
const mattermost = 'channels/mattermost.md';
const groups = 'channels/groups.md';
const pairing = 'channels/pairing.md';

const channels = ['group message', 'private', 'public'] as const;
const unlisted = ['empty list', 'outside', 'paired'] as const;
const bots = ['bot, mentions', 'bot, all'] as const;

/** Written by hand from the documentation. The first row that covers a combination counts. */
export const rows: readonly Row[] = [
  {
    when: { speaker: ['own'] },
    reason: 'own-post',
    because: [readme, 'its own posts and those of the server never wake the bot'],
  },
  {
    when: { speaker: ['system'] },
    reason: 'system-post',
    because: [readme, 'its own posts and those of the server never wake the bot'],
  },
  {
    when: { speaker: ['slash answer'] },
    reason: 'slash-answer',
    because: [readme, 'the answer to a slash command never wakes the bot'],
  },
  {
    when: { speaker: ['bot, off'] },
    reason: 'bots-off',
    because: [readme, 'other bots are ignored without `allowBots`'],
  },
  {
    when: { speaker: ['webhook, off'] },
    reason: 'webhooks-off',
    because: [readme, 'incoming webhooks are ignored without `allowWebhooks`'],
  },

  {
    when: { kind: ['direct'], policy: ['disabled'] },
    reason: 'dm-disabled',
    because: [mattermost, 'Other values: `allowlist`, `open`, `disabled`.'],
  },
  {
    when: { kind: ['direct'], membership: ['listed', 'everybody'] },
    reason: 'direct-message',
    because: [mattermost, 'Mattermost responds to DMs automatically.'],
  },
  {
    when: { kind: ['direct'], policy: ['pairing'], membership: ['paired'], speaker: ['person'] },
    reason: 'direct-message',
    because: [pairing, 'their message is **not\nprocessed** until you approve.'],
  },
  {
    when: { kind: ['direct'], policy: ['pairing'], speaker: ['person'] },
    reason: 'pairing-required',
    because: [mattermost, 'unknown senders get a pairing code'],
  },
  {
    when: { kind: ['direct'], policy: ['pairing'], membership: ['paired'], speaker: ['webhook, on'] },
    reason: 'webhook-not-listed',
    because: [readme, 'bots and webhooks are never paired'],
  },
  {
    when: { kind: ['direct'], speaker: ['webhook, on'] },
    reason: 'webhook-owner-not-admitted',
    because: [readme, 'no further than its owner would'],
  },
  {
    when: { kind: ['direct'], policy: ['pairing'], speaker: bots },
    reason: 'dm-not-listed',
    because: [readme, 'bots and webhooks are never paired'],
  },
  {
    when: { kind: ['direct'], policy: ['allowlist'] },
    reason: 'dm-not-listed',
    because: [groups, '**DM access** is controlled by `*.allowFrom`.'],
  },
  {
    when: { kind: ['direct'], policy: ['open'] },
    reason: 'dm-open-without-wildcard',
    because: [
      pairing,
      'runtime still admits\nonly those senders, and pairing-store approvals do not widen `open` access.',
    ],
  },

  {
    when: { kind: channels, policy: ['disabled'] },
    reason: 'group-disabled',
    because: [groups, 'Block all group messages entirely.'],
  },
  {
    when: { kind: channels, policy: ['allowlist'], membership: unlisted, speaker: ['webhook, on'] },
    reason: 'webhook-owner-not-admitted',
    because: [readme, 'no further than its owner would'],
  },
  {
    when: { kind: channels, policy: ['allowlist'], membership: ['empty list'] },
    reason: 'group-list-empty',
    because: [groups, 'if your group allowlist is empty, group messages are blocked.'],
  },
  {
    when: { kind: channels, policy: ['allowlist'], membership: ['paired'] },
    reason: 'group-not-listed',
    because: [groups, 'the pairing store unlocks DMs only'],
  },
  {
    when: { kind: channels, policy: ['allowlist'], membership: ['outside'] },
    reason: 'group-not-listed',
    because: [mattermost, 'Allowlist senders with `channels.mattermost.groupAllowFrom`'],
  },

  {
    when: { kind: channels, speaker: ['bot, mentions'], call: ['none', 'name in code', 'prefix', 'everybody'] },
    reason: 'bot-not-mentioning',
    because: [readme, 'with `mentions` a bot must mention this one'],
  },
  {
    when: { kind: channels, mode: ['onchar'], call: ['name'] },
    reason: 'mentioned',
    because: [mattermost, '`onchar` still responds to explicit @mentions.'],
  },
  {
    when: { kind: channels, call: ['name'] },
    reason: 'mentioned',
    because: [mattermost, 'Respond only when @mentioned in channels.'],
  },
  {
    when: { kind: channels, mode: ['onchar'], call: ['prefix'] },
    reason: 'prefixed',
    because: [mattermost, 'Respond when a message starts with a trigger prefix.'],
  },
  {
    when: { kind: channels, thread: ['took part'] },
    reason: 'in-thread',
    because: [mattermost, 'later messages in that same thread are answered without a new @mention or `onchar` prefix'],
  },
  {
    when: { kind: channels, override: ['need not call'] },
    reason: 'every-message',
    because: [mattermost, 'Per-channel `groups.<channelId>.requireMention` settings win over both.'],
  },
  {
    when: { kind: channels, override: ['must call'], mode: ['onmessage', 'oncall'] },
    reason: 'not-mentioned',
    because: [mattermost, 'Per-channel `groups.<channelId>.requireMention` settings win over both.'],
  },
  {
    when: { kind: channels, mode: ['onmessage'] },
    reason: 'every-message',
    because: [mattermost, 'Respond to every channel message.'],
  },
  {
    when: { kind: channels, thread: ['took part, switched off'], mode: ['oncall'] },
    reason: 'not-mentioned',
    because: [mattermost, 'to stop participated-thread follow-ups from bypassing mention gating.'],
  },
  {
    when: { kind: channels, mode: ['oncall'] },
    reason: 'not-mentioned',
    because: [mattermost, 'Respond only when @mentioned in channels.'],
  },
  {
    when: { kind: channels, mode: ['onchar'] },
    reason: 'no-prefix',
    because: [mattermost, 'Respond when a message starts with a trigger prefix.'],
  },
];
