/** When the bot answers in channels: when it is mentioned, on every message, or on messages with a prefix. */
export type ChatMode = 'oncall' | 'onmessage' | 'onchar';

/** Who may write direct messages to the bot. */
export type DirectPolicy = 'pairing' | 'allowlist' | 'open' | 'disabled';

/** Who may wake the bot in channels and group messages. */
export type GroupPolicy = 'allowlist' | 'open' | 'disabled';

/** Whether other bots may wake the bot; `true` means `all` and `false` means `off`. */
export type AllowBots = 'off' | 'mentions' | 'all' | boolean;

/**
 * Whether an answer starts a thread. On Mattermost `first`, `all` and `batched` do the same. `follow` starts none, and answers
 * inside a thread that a person began, also in direct messages; in channels that is what `off` does.
 */
export type ReplyToMode = 'off' | 'first' | 'all' | 'batched' | 'follow';

/** Which posts of a channel are answered: those with a mention, every new post at channel level as well, or all. */
export type AnswerMode = 'mentions' | 'roots' | 'all';

/** A list of allowed senders: ids, `user:<id>`, `accessGroup:<name>`, `webhook:<name>`, `*`, and with name matching `@name`. */
export type AllowList = readonly (string | number)[];

/** Settings of one channel, or under `"*"` of all channels that have no value of their own. */
export interface GroupSettings {
  /** Whether the bot answers there at all. @default true */
  readonly enabled?: boolean | undefined;
  /** Whether a post must mention the bot there; wins over `chatmode` and the general `requireMention`. */
  readonly requireMention?: boolean | undefined;
  /**
   * Which posts are answered there; wins over `requireMention`. With `roots`, each new post at channel level is answered in
   * its thread, and the talk there is left alone unless it mentions the bot.
   */
  readonly answer?: AnswerMode | undefined;
  /** Who may wake the bot there, in place of the general list; it counts with `groupPolicy: "open"` too. */
  readonly allowFrom?: AllowList | undefined;
  /** Whether answers start threads there; wins over the general settings. */
  readonly replyToMode?: ReplyToMode | undefined;
}

/** Situations that count like a mention. Each is resolved by itself: account, section, shared defaults. */
export interface ImplicitMentionSettings {
  /** Whether the bot continues to answer in a thread in which it has answered. @default true */
  readonly threadParticipation?: boolean | undefined;
  /** Whether the bot answers in a thread whose first post is its own; needs the fact `isReplyToBot`. @default true */
  readonly replyToBot?: boolean | undefined;
  /** Whether a post that links to a post of the bot's calls it; needs the fact `isQuoteOfBot`. @default false */
  readonly quotedBot?: boolean | undefined;
}

/** `replyToMode` for each kind of conversation; each wins over the general one. */
export interface ReplyToModeByChatType {
  /** For direct messages, which ignore the general mode. @default 'off' */
  readonly direct?: ReplyToMode | undefined;
  /** For private channels and group messages. */
  readonly group?: ReplyToMode | undefined;
  /** For public channels. */
  readonly channel?: ReplyToMode | undefined;
}

/**
 * The settings of one account about who may talk to the bot and when it answers. An OpenClaw `channels.mattermost`
 * section can be given as it is: other keys are ignored.
 */
export interface PolicySettings {
  /** When the bot answers in channels. @default 'oncall' */
  readonly chatmode?: ChatMode | undefined;
  /** The prefixes of the mode `onchar`; an empty list means the default. @default ['>', '!'] */
  readonly oncharPrefixes?: readonly string[] | undefined;
  /** The older form of `chatmode`; ignored when that is set. @default true */
  readonly requireMention?: boolean | undefined;
  /** Settings by channel id, and under `"*"` for all other channels. */
  readonly groups?: Readonly<Record<string, GroupSettings | undefined>> | undefined;
  /** Situations that count like a mention. */
  readonly implicitMentions?: ImplicitMentionSettings | undefined;
  /** Whether `@channel`, `@all` and `@here` call the bot. @default false */
  readonly channelMentions?: boolean | undefined;
  /** Who may write direct messages; `open` admits everyone only with `"*"` in `allowFrom`. @default 'pairing' */
  readonly dmPolicy?: DirectPolicy | undefined;
  /** Who may wake the bot in channels. @default the shared default, then 'allowlist' */
  readonly groupPolicy?: GroupPolicy | undefined;
  /** Who is allowed in direct messages. @default [] */
  readonly allowFrom?: AllowList | undefined;
  /** Who is allowed in channels. When it is empty or absent, `allowFrom` counts. */
  readonly groupAllowFrom?: AllowList | undefined;
  /** Whether lists may contain usernames, although a username can pass to another person. @default false */
  readonly dangerouslyAllowNameMatching?: boolean | undefined;
  /** Whether other bots may wake the bot: never, when they mention it, or like people. @default 'off' */
  readonly allowBots?: AllowBots | undefined;
  /** Whether incoming webhooks may wake the bot. @default false */
  readonly allowWebhooks?: boolean | undefined;
  /** Whether answers in channels start threads. @default 'off' */
  readonly replyToMode?: ReplyToMode | undefined;
  /** The same for each kind of conversation. */
  readonly replyToModeByChatType?: ReplyToModeByChatType | undefined;
}

/** A named list of people that several accounts and channels share. */
export interface AccessGroup {
  /** The type of the group. A group of another type than `message.senders` is empty. */
  readonly type: string;
  /** Entries by messaging channel: `mattermost`, and `*` for all. */
  readonly members?: Readonly<Record<string, AllowList | undefined>> | undefined;
}

/** Defaults for all messaging channels; OpenClaw's `channels.defaults`. */
export interface SharedDefaults {
  /** Who may wake the bot in channels, if the account has no setting. */
  readonly groupPolicy?: GroupPolicy | undefined;
  /** Situations that count like a mention, if neither the account nor the section has a setting. */
  readonly implicitMentions?: ImplicitMentionSettings | undefined;
}

/** Settings of the section around an account. Only those that are resolved key by key are read. */
export interface SectionSettings {
  /** Situations that count like a mention, if the account has no setting. */
  readonly implicitMentions?: ImplicitMentionSettings | undefined;
}

/** What a decision needs from outside the account's own settings. */
export interface PolicySurroundings {
  /** Defaults for all messaging channels. */
  readonly defaults?: SharedDefaults | undefined;
  /** The section around the account, such as OpenClaw's `channels.mattermost`, for settings that are resolved key by key. */
  readonly section?: SectionSettings | undefined;
  /** The access groups by name, for entries such as `accessGroup:<name>`; an unknown group is empty. */
  readonly accessGroups?: Readonly<Record<string, AccessGroup | undefined>> | undefined;
  /** Patterns that call the bot in addition to its `@username`; case does not matter in patterns given as text. @default [] */
  readonly mentionPatterns?: readonly (string | RegExp)[] | undefined;
  /**
   * Patterns that were derived from a name, as OpenClaw derives them from an agent's: they count only as a mention, with
   * `@` and as a word of their own. @default []
   */
  readonly derivedMentionPatterns?: readonly (string | RegExp)[] | undefined;
  /** Types of posts that count as messages, such as `custom_todo`, in addition to those that people write. @default [] */
  readonly messageTypes?: readonly string[] | undefined;
  /** Which messages are commands: all that look like `/new`, none, or those with these names. @default true */
  readonly textCommands?: boolean | readonly string[] | undefined;
}
