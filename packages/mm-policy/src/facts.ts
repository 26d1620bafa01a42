/** What a decision reads of a post. The fields have Mattermost's names, so a post from an event or from REST fits. */
export interface PolicyPost {
  /** The post's id. */
  readonly id: string;
  /** The author's user id. */
  readonly user_id: string;
  /** The channel of the post. */
  readonly channel_id: string;
  /** The root post of its thread; empty or absent at channel level. */
  readonly root_id?: string | undefined;
  /** The text as it was written. */
  readonly message?: string | null | undefined;
  /** The post's type: empty for ordinary ones, `me`, `slack_attachment`, `custom_…`, or `system_…`. */
  readonly type?: string | undefined;
  /** Set by the author and the server; a decision never trusts a sender more because of them. */
  readonly props?: object | null | undefined;
  /** When it was deleted; 0 or absent if it was not. */
  readonly delete_at?: number | undefined;
  /** The ids of its files. */
  readonly file_ids?: readonly string[] | null | undefined;
}

/** What a decision reads of the user in a post's `user_id`. */
export interface PolicyAuthor {
  /** The author's username; counts only where name matching is allowed. */
  readonly username: string;
  /** Whether this is a bot account, from the server's user record. The props of a post do not prove it. */
  readonly is_bot?: boolean | undefined;
}

/** What a decision reads of the channel of a post. */
export interface PolicyChannel {
  /** The channel's type: `O` public, `P` private, `D` direct, `G` group message. */
  readonly type: string;
}

/** The bot that decides. */
export interface PolicyBot {
  /** The bot's user id. */
  readonly id: string;
  /** The bot's username, without `@`. */
  readonly username: string;
}

/**
 * Everything that a decision depends on, except the rules.
 *
 * The hints that only events carry (`mentions`, `channel_type`, `sender_name`) are not among them, so a post that was
 * found later over REST is decided like one from the event stream.
 */
export interface PolicyFacts {
  /** The bot. */
  readonly bot: PolicyBot;
  /** The post to decide about. */
  readonly post: PolicyPost;
  /** The user in the post's `user_id`. */
  readonly author: PolicyAuthor;
  /** The channel in the post's `channel_id`. */
  readonly channel: PolicyChannel;
  /** The current time, in milliseconds since 1970. */
  readonly now: number;
  /**
   * Whether the author is on the list for this place, if another component checks the lists, such as OpenClaw's ingress
   * resolver. Without it, the lists in the rules are read. It has no effect where everyone may talk.
   */
  readonly listed?: boolean | undefined;
  /** Whether the author may give commands, if another component checks that. Without it, people on a list may. */
  readonly mayCommand?: boolean | undefined;
  /** Whether `webhook:<name>` is on the list, for a post of a webhook. */
  readonly webhookListed?: boolean | undefined;
  /** Whether the author was approved by pairing; counts in direct messages. @default false */
  readonly paired?: boolean | undefined;
  /** When the bot last answered in the post's thread; absent when it never did. */
  readonly lastAnswerAt?: number | undefined;
  /** Whether the root post of the thread is the bot's own, such as a scheduled report. @default false */
  readonly isReplyToBot?: boolean | undefined;
  /** Whether the post has a link to a post of the bot's, which clients show as a quote. @default false */
  readonly isQuoteOfBot?: boolean | undefined;
  /** Whether this other bot or webhook has reached its limit, from `isBotLimitReached`. @default false */
  readonly isBotLimitReached?: boolean | undefined;
}

/** The kind of a conversation: `direct`, `group` for group messages and private channels, `channel` for public channels. */
export type ChatKind = 'direct' | 'group' | 'channel';

/** The kind for a Mattermost channel type; `undefined` for an unknown type. */
export function chatKind(channelType: string): ChatKind | undefined {
  if (channelType === 'D') return 'direct';
  if (channelType === 'O') return 'channel';
  return channelType === 'P' || channelType === 'G' ? 'group' : undefined;
}

/** The text of a post; empty when there is none. */
export function messageOf({ message }: PolicyPost): string {
  return typeof message === 'string' ? message : '';
}

/** Reads one of a post's props, but no inherited property. */
export function readProp(post: PolicyPost, name: string): unknown {
  return post.props && Object.hasOwn(post.props, name) ? Reflect.get(post.props, name) : undefined;
}
