import { isId } from './piece.ts';

/** A person by id: `user:<id>` or `mattermost:<id>`. */
export interface UserTarget {
  /** Separates the kinds of targets. */
  readonly kind: 'user';
  /** 26 characters. */
  readonly id: string;
}

/** A person by name: `@alice`. */
export interface PersonTarget {
  /** Separates the kinds of targets. */
  readonly kind: 'person';
  /** A user name in lower case, or another name as it was written. */
  readonly name: string;
}

/** A channel by id, or a thread in it: `channel:<id>`, `channel:<id>:<post id>`, `group:<id>`. */
export interface ChannelTarget {
  /** Separates the kinds of targets. */
  readonly kind: 'channel';
  /** 26 characters. */
  readonly id: string;
  /** Any post of the thread. */
  readonly postId?: string | undefined;
}

/** A channel by name: `#ops`, `~ops`, `channel:ops`, `acme/ops`, `ops`, or the address of a channel. */
export interface ChannelNameTarget {
  /** Separates the kinds of targets. */
  readonly kind: 'channel-name';
  /** The name in addresses in lower case, or the name that people see as it was written. */
  readonly name: string;
  /** The team's name in addresses. */
  readonly team?: string | undefined;
  /** Where the address leads, when one was given. */
  readonly server?: string | undefined;
}

/** An id alone, of a user or a channel. */
export interface IdTarget {
  /** Separates the kinds of targets. */
  readonly kind: 'id';
  /** 26 characters. */
  readonly id: string;
}

/** The thread of a post, by its permalink. */
export interface PostTarget {
  /** Separates the kinds of targets. */
  readonly kind: 'post';
  /** The post's id. */
  readonly id: string;
  /** The server's address, with its sub-path, such as `https://chat.example.com/lab`. */
  readonly server: string;
}

/** What a text says about the place of a message. Only the server knows whether the place exists. */
export type Target = UserTarget | PersonTarget | ChannelTarget | ChannelNameTarget | IdTarget | PostTarget;

/** Writes a target in its shortest unmistakable form; {@link parseTarget} reads it as the same target. */
export function formatTarget(target: Target): string {
  switch (target.kind) {
    case 'user':
      return `user:${target.id}`;
    case 'person':
      return `@${target.name}`;
    case 'channel':
      return target.postId === undefined ? `channel:${target.id}` : `channel:${target.id}:${target.postId}`;
    case 'channel-name':
      return formatChannelName(target);
    case 'id':
      return target.id;
    case 'post':
      return `${target.server}/_redirect/pl/${target.id}`;
  }
}

function formatChannelName({ name, team, server }: ChannelNameTarget): string {
  if (team === undefined) return `#${name}`;
  const sign = /^[a-z0-9_-]+$/.test(name) && !isId(name) ? '' : '#';
  return server === undefined ? `${team}/${sign}${name}` : `${server}/${team}/channels/${encodeURIComponent(name)}`;
}
