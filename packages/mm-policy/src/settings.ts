/** When the bot answers in channels: when called, on every message, or on messages that begin with a character. */
export type ChatMode = 'oncall' | 'onmessage' | 'onchar';

/** Who may write direct messages to the bot. */
export type DirectPolicy = 'pairing' | 'allowlist' | 'open' | 'disabled';

/** Who may wake the bot in channels and group messages. */
export type GroupPolicy = 'allowlist' | 'open' | 'disabled';

/** Whether other bots may wake the bot; `true` and `false` stand for `all` and `off`. */
export type AllowBots = 'off' | 'mentions' | 'all' | boolean;

/** Whether an answer starts a thread; on Mattermost `first`, `all` and `batched` do the same. */
export type ReplyToMode = 'off' | 'first' | 'all' | 'batched';

/** A list of who is allowed: ids, `user:<id>`, `accessGroup:<name>`, `webhook:<name>`, `*`, and with name matching `@name`. */
export type AllowList = readonly (string | number)[];

/** What may be set for one channel, or under `"*"` for all that say nothing themselves. */
export interface GroupSettings {
  /** Whether the bot answers there at all. @default true */
  readonly enabled?: boolean | undefined;
  /** Whether it must be called there; wins over `chatmode` and the general `requireMention`. */
  readonly requireMention?: boolean | undefined;
  /** Who may wake it there, instead of the general list; counts under `groupPolicy: "open"` too. */
  readonly allowFrom?: AllowList | undefined;
  /** Whether answers start threads there; wins over the general settings. */
  readonly replyToMode?: ReplyToMode | undefined;
}

/** Which facts count as if the bot had been called. */
export interface ImplicitMentionSettings {
  /** Whether the bot goes on answering in a thread in which it has answered. @default true */
  readonly threadParticipation?: boolean | undefined;
}

/** Answer modes by kind of conversation; each wins over the general one. */
export interface ReplyToModeByChatType {
  /** For direct messages, which do not follow the general mode. @default 'off' */
  readonly direct?: ReplyToMode | undefined;
  /** For private channels and group messages. */
  readonly group?: ReplyToMode | undefined;
  /** For public channels. */
  readonly channel?: ReplyToMode | undefined;
}

/**
 * The settings of one account that say who may talk and when the bot answers. An OpenClaw `channels.mattermost` section
 * can be given as it is: further keys are not looked at.
 */
export interface PolicySettings {
  /** When the bot answers in channels. @default 'oncall' */
  readonly chatmode?: ChatMode | undefined;
  /** What a message begins with to wake the bot under `onchar`; an empty list stands for the default. @default ['>', '!'] */
  readonly oncharPrefixes?: readonly string[] | undefined;
  /** The older form of `chatmode`; counts only where that is not set. @default true */
  readonly requireMention?: boolean | undefined;
  /** Settings by channel id, and under `"*"` for the others. */
  readonly groups?: Readonly<Record<string, GroupSettings | undefined>> | undefined;
  /** Which facts count as if the bot had been called. */
  readonly implicitMentions?: ImplicitMentionSettings | undefined;
  /** Whether `@channel`, `@all` and `@here` call the bot. @default false */
  readonly channelMentions?: boolean | undefined;
  /** Who may write direct messages; `open` admits everybody only with `"*"` in `allowFrom`. @default 'pairing' */
  readonly dmPolicy?: DirectPolicy | undefined;
  /** Who may wake the bot in channels. @default what the surroundings say, then 'allowlist' */
  readonly groupPolicy?: GroupPolicy | undefined;
  /** Who is allowed in direct messages. @default [] */
  readonly allowFrom?: AllowList | undefined;
  /** Who is allowed in channels; empty or absent, `allowFrom` counts. */
  readonly groupAllowFrom?: AllowList | undefined;
  /** Whether lists may name people by their username, which can pass to somebody else. @default false */
  readonly dangerouslyAllowNameMatching?: boolean | undefined;
  /** Whether other bots may wake the bot, never, when they call it, or like people. @default 'off' */
  readonly allowBots?: AllowBots | undefined;
  /** Whether incoming webhooks may wake the bot. @default false */
  readonly allowWebhooks?: boolean | undefined;
  /** Whether answers in channels start threads. @default 'off' */
  readonly replyToMode?: ReplyToMode | undefined;
  /** The same by kind of conversation. */
  readonly replyToModeByChatType?: ReplyToModeByChatType | undefined;
}

/** A named list of people, shared among accounts and channels; only type `message.senders` is known. */
export interface AccessGroup {
  /** What kind of group it is. Others than `message.senders` contain nobody. */
  readonly type: string;
  /** Entries by messaging channel: `mattermost`, and `*` for those that count everywhere. */
  readonly members?: Readonly<Record<string, AllowList | undefined>> | undefined;
}

/** Defaults that are shared by all messaging channels; OpenClaw's `channels.defaults`. */
export interface SharedDefaults {
  /** Who may wake the bot in channels, where the account does not say. */
  readonly groupPolicy?: GroupPolicy | undefined;
}

/** What counts besides an account's own settings. */
export interface PolicySurroundings {
  /** Defaults that are shared by all messaging channels. */
  readonly defaults?: SharedDefaults | undefined;
  /** The groups that `accessGroup:<name>` entries stand for; an unknown one contains nobody. */
  readonly accessGroups?: Readonly<Record<string, AccessGroup | undefined>> | undefined;
  /** Patterns that call the bot besides its `@username`; as strings they are read without regard to case. @default [] */
  readonly mentionPatterns?: readonly (string | RegExp)[] | undefined;
  /** Whether messages may be commands such as `/new`: all that look so, none, or those of these names. @default true */
  readonly textCommands?: boolean | readonly string[] | undefined;
}
