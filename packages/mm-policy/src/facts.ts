/** What a decision reads of a post; Mattermost's own field names, so that a post from the stream or REST can be given. */
export interface PolicyPost {
  /** The post's id; an answer that starts a thread takes it as the root. */
  readonly id: string;
  /** Who wrote it, as the server says. */
  readonly user_id: string;
  /** Where it stands. */
  readonly channel_id: string;
  /** The root of its thread; empty or absent at channel level. */
  readonly root_id?: string | undefined;
  /** What it says, as written. */
  readonly message: string;
  /** The post's type: empty for ordinary ones, `me`, `slack_attachment`, `custom_…`, or `system_…`. */
  readonly type?: string | undefined;
  /** Whatever the author and the server put there; nothing in it raises anybody's trust. */
  readonly props?: object | null | undefined;
  /** When it was deleted; 0 or absent while it stands. */
  readonly delete_at?: number | undefined;
  /** The files that came with it. */
  readonly file_ids?: readonly string[] | null | undefined;
}

/** What a decision reads of the user in a post's `user_id`. */
export interface PolicyAuthor {
  /** The author's username; counts only where name matching is allowed. */
  readonly username: string;
  /** Whether this is a bot account. Ask the server: a post's props do not tell. */
  readonly is_bot?: boolean | undefined;
}

/** What a decision reads of the channel of a post. */
export interface PolicyChannel {
  /** The channel's type: `O` public, `P` private, `D` direct, `G` group message. */
  readonly type: string;
}

/** Who decides: the bot itself. */
export interface PolicyBot {
  /** The bot's user id. */
  readonly id: string;
  /** The bot's username, without `@`. */
  readonly username: string;
}

/**
 * All that a decision rests on, besides the rules.
 *
 * What only the event stream carries (`mentions`, `channel_type`, `sender_name`) has no place here, so that a post that
 * was caught up with over REST is decided like one that came in time.
 */
export interface PolicyFacts {
  /** The bot that may answer. */
  readonly bot: PolicyBot;
  /** The post in question. */
  readonly post: PolicyPost;
  /** The user in the post's `user_id`. */
  readonly author: PolicyAuthor;
  /** The channel in the post's `channel_id`. */
  readonly channel: PolicyChannel;
  /** The present, in milliseconds since 1970. */
  readonly now: number;
  /**
   * Whether the author is on the list that counts here, when somebody else has looked, such as OpenClaw's ingress
   * resolver. Left out, the rules' own lists are read. Not asked where everybody may talk.
   */
  readonly listed?: boolean | undefined;
  /** Whether the author may give commands, when somebody else has looked. Left out, those on a list may. */
  readonly mayCommand?: boolean | undefined;
  /** The same for `webhook:<name>`, where the post is a webhook's. */
  readonly webhookListed?: boolean | undefined;
  /** Whether the author has been approved for direct messages. @default false */
  readonly paired?: boolean | undefined;
  /** When the bot last answered in the post's thread; absent when it never did. */
  readonly lastAnswerAt?: number | undefined;
  /** Whether this other bot or webhook has used up its exchanges; see `botExchangesSpent`. @default false */
  readonly botExchangesSpent?: boolean | undefined;
}

/** The kinds of conversation: `direct`, `group` for what is private to its members, `channel` for what anybody may join. */
export type ChatKind = 'direct' | 'group' | 'channel';

/** The kind of conversation that a Mattermost channel type stands for; `undefined` for a type that is not known. */
export function chatKind(channelType: string): ChatKind | undefined {
  if (channelType === 'D') return 'direct';
  if (channelType === 'O') return 'channel';
  return channelType === 'P' || channelType === 'G' ? 'group' : undefined;
}

/** One of a post's props, its own only. */
export function readProp(post: PolicyPost, name: string): unknown {
  return post.props && Object.hasOwn(post.props, name) ? Reflect.get(post.props, name) : undefined;
}
