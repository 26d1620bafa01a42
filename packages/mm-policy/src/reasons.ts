/** Why the bot answers. */
export type AnswerReason =
  | 'direct-message'
  | 'mentioned'
  | 'pattern-mentioned'
  | 'channel-mentioned'
  | 'prefixed'
  | 'in-thread'
  | 'reply-to-bot'
  | 'quoted-bot'
  | 'stop-request'
  | 'every-message';

/** Why the sender may not write direct messages. */
export type DirectSilenceReason = 'dm-disabled' | 'dm-not-listed' | 'dm-open-without-wildcard';

/** Why the sender may not wake the bot in a channel. */
export type GroupSilenceReason = 'channel-disabled' | 'group-disabled' | 'group-list-empty' | 'group-not-listed';

/** Why the bot does not answer. */
export type SilenceReason =
  | 'own-post'
  | 'system-post'
  | 'slash-answer'
  | 'burn-on-read'
  | 'not-a-message'
  | 'deleted-post'
  | 'unknown-channel-type'
  | DirectSilenceReason
  | GroupSilenceReason
  | 'bots-off'
  | 'bot-not-mentioning'
  | 'bot-exchanges-spent'
  | 'webhooks-off'
  | 'webhook-unnamed'
  | 'webhook-owner-not-admitted'
  | 'webhook-not-listed'
  | 'command-not-listed'
  | 'not-mentioned'
  | 'no-prefix'
  | 'empty-post';

/** Why a decision was made. The codes are stable across releases: store them and switch on them. */
export type Reason = AnswerReason | 'pairing-required' | SilenceReason;

/** What a reason means, and which setting would change it. */
export interface ReasonMeaning {
  /** What happened, as a sentence without a full stop. */
  readonly because: string;
  /** The setting that would change it, below the account's section; absent where no setting does. */
  readonly setting?: string;
  /** How to change that setting. */
  readonly advice?: string;
}

/** The meaning of every reason. */
export const reasonMeanings: Readonly<Record<Reason, ReasonMeaning>> = {
  'direct-message': { because: 'it is a direct message from an allowed sender' },
  mentioned: { because: 'the post mentions the bot' },
  'pattern-mentioned': { because: 'the post matches one of the mention patterns' },
  'channel-mentioned': {
    because: 'the post mentions all members of the channel',
    setting: 'channelMentions',
    advice: 'remove it to ignore @channel, @all and @here',
  },
  prefixed: { because: 'the post begins with a prefix', setting: 'oncharPrefixes', advice: 'choose other prefixes' },
  'in-thread': {
    because: 'the bot has answered in this thread in the last 7 days',
    setting: 'implicitMentions.threadParticipation',
    advice: 'set it to false to require a mention each time',
  },
  'reply-to-bot': {
    because: 'the bot wrote the first post of this thread',
    setting: 'implicitMentions.replyToBot',
    advice: 'set it to false to require a mention each time',
  },
  'quoted-bot': {
    because: 'the post links to a post of the bot',
    setting: 'implicitMentions.quotedBot',
    advice: 'set it to false to require a mention',
  },
  'stop-request': { because: 'the post asks to stop' },
  'every-message': {
    because: 'the bot answers every message here',
    setting: 'groups.<channelId>.requireMention',
    advice: 'set it to true to require a mention',
  },
  'pairing-required': {
    because: 'the sender is unknown and must be paired first',
    setting: 'allowFrom',
    advice: 'approve the pairing, or add the user id',
  },
  'own-post': { because: 'the bot wrote it' },
  'system-post': { because: 'the server wrote it' },
  'slash-answer': { because: 'it is the answer to a slash command' },
  'burn-on-read': { because: 'its text is hidden until it is revealed, and then burns' },
  'not-a-message': { because: 'people do not write posts of its type' },
  'deleted-post': { because: 'it has been deleted' },
  'unknown-channel-type': { because: 'the type of its channel is not known' },
  'dm-disabled': {
    because: 'direct messages are off',
    setting: 'dmPolicy',
    advice: 'set it to "pairing" or "allowlist"',
  },
  'dm-not-listed': {
    because: 'the sender is not on the list for direct messages',
    setting: 'allowFrom',
    advice: 'add the user id',
  },
  'dm-open-without-wildcard': {
    because: 'direct messages are open, but the list has no "*"',
    setting: 'allowFrom',
    advice: 'add "*" to admit everyone',
  },
  'channel-disabled': {
    because: 'the bot is off in this channel',
    setting: 'groups.<channelId>.enabled',
    advice: 'set it to true',
  },
  'group-disabled': {
    because: 'the bot is off in all channels',
    setting: 'groupPolicy',
    advice: 'set it to "allowlist" or "open"',
  },
  'group-list-empty': {
    because: 'the list for channels is empty',
    setting: 'groupAllowFrom',
    advice: 'add user ids, or set groupPolicy to "open"',
  },
  'group-not-listed': {
    because: 'the sender is not on the list for channels',
    setting: 'groupAllowFrom',
    advice: 'add the user id, or set groupPolicy to "open"',
  },
  'bots-off': {
    because: 'the sender is a bot',
    setting: 'allowBots',
    advice: 'set it to "mentions" or "all"',
  },
  'bot-not-mentioning': {
    because: 'the sender is a bot and does not mention this one',
    setting: 'allowBots',
    advice: 'set it to "all"',
  },
  'bot-exchanges-spent': { because: 'the bot has answered this other bot or webhook too often' },
  'webhooks-off': { because: 'a webhook wrote it', setting: 'allowWebhooks', advice: 'set it to true' },
  'webhook-unnamed': { because: 'the webhook has no title: give it one in Mattermost' },
  'webhook-owner-not-admitted': {
    because: 'the owner of the webhook may not talk to the bot here, so the webhook may not either',
    setting: 'groupAllowFrom',
    advice: 'add the user id of the owner of the webhook',
  },
  'webhook-not-listed': {
    because: 'the webhook is not on the list',
    setting: 'groupAllowFrom',
    advice: 'add "webhook:<its title>"',
  },
  'command-not-listed': {
    because: 'commands are for people on a list, even where everyone may talk',
    setting: 'groupAllowFrom',
    advice: 'add the user id',
  },
  'not-mentioned': {
    because: 'the post does not mention the bot',
    setting: 'groups.<channelId>.requireMention',
    advice: 'set it to false to answer every message, or chatmode to "onmessage"',
  },
  'no-prefix': {
    because: 'the post neither begins with a prefix nor mentions the bot',
    setting: 'oncharPrefixes',
    advice: 'choose other prefixes, or set chatmode to "onmessage"',
  },
  'empty-post': { because: 'there is nothing in it to answer' },
};

/** All reasons, in the order of `reasonMeanings`. */
export const reasons: readonly Reason[] = Object.keys(reasonMeanings).filter(isReason);

/** Whether a text, for example from a log, is a reason that this release knows. */
export function isReason(text: string): text is Reason {
  return Object.hasOwn(reasonMeanings, text);
}

/** What `explainReason` puts into its sentence. */
export interface ReasonPlace {
  /** The channel id for the setting `groups.<channelId>`. */
  readonly channelId?: string | undefined;
  /** The path of the account's settings. @default 'channels.mattermost' */
  readonly section?: string | undefined;
}

/**
 * Explains in one sentence why a decision was made, and which setting would change it.
 *
 * @example
 * explainReason('not-mentioned', { channelId: 'abc' });
 * // The post does not mention the bot (channels.mattermost.groups.abc.requireMention: set it to false …).
 */
export function explainReason(reason: Reason, place: ReasonPlace = {}): string {
  const { because, setting, advice } = reasonMeanings[reason];
  const sentence = because[0]?.toUpperCase() + because.slice(1);
  if (setting === undefined || advice === undefined) return `${sentence}.`;
  const path = `${place.section ?? 'channels.mattermost'}.${setting.replace('<channelId>', place.channelId ?? '<channelId>')}`;
  return `${sentence} (${path}: ${advice}).`;
}
