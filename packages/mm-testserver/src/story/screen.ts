import { isObject } from '../json.ts';
import { parseJson } from '../json-reading.ts';
import type { Recipient, WorldEvent } from '../world/events.ts';
import type { PostJson } from '../world/post-json.ts';
import type { World } from '../world/world.ts';
import type { ShownDialog } from './dialogs.ts';
import { type Post, toPost } from './post.ts';

/** A post as a client shows it now. */
export interface VisiblePost {
  readonly post: Post;
  /** Whether a wait has already returned this state of the post. */
  seen: boolean;
}

/** One event that a user is typing. */
export interface VisibleTyping {
  readonly userId: string;
  readonly channelId: string;
  /** The thread in which the user is typing; empty outside threads. */
  readonly parentId: string;
  seen: boolean;
}

/** A dialog that the server has opened. */
export interface VisibleDialog {
  readonly shown: ShownDialog;
  seen: boolean;
}

/** A screen keeps so much of each kind, so that a long story cannot grow memory. */
const capacity = 5_000;

/** What the client of one person shows. It learns from events only, like a real client. */
export class Screen implements Recipient {
  readonly userId: string;
  readonly typing: VisibleTyping[] = [];
  readonly dialogs: VisibleDialog[] = [];
  readonly #world: World;
  readonly #posts = new Map<string, VisiblePost>();
  readonly #listeners = new Set<() => void>();

  constructor(world: World, userId: string) {
    this.userId = userId;
    this.#world = world;
    world.recipients.add(this);
  }

  /** The posts, in the order in which they appeared. */
  get posts(): VisiblePost[] {
    return [...this.#posts.values()];
  }

  signedIn(): boolean {
    return this.#world.users.get(this.userId)?.delete_at === 0;
  }

  forgetSession(): void {}

  noteActivity(): void {}

  receive({ event, data, broadcast }: WorldEvent): void {
    if (event === 'posted' || event === 'post_edited' || event === 'ephemeral_message') this.#show(postIn(data));
    else if (event === 'post_deleted') this.#hide(postIn(data));
    else if (event === 'typing') {
      const { user_id, parent_id } = data;
      const { channel_id: channelId } = broadcast;
      this.typing.push({ userId: String(user_id), channelId, parentId: String(parent_id), seen: false });
      if (this.typing.length > capacity) this.typing.shift();
    } else if (event === 'open_dialog') {
      this.dialogs.push({ shown: dialogIn(data), seen: false });
      if (this.dialogs.length > capacity) this.dialogs.shift();
    } else return;
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` after every change; returns a function that stops this. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #show(post: Post): void {
    this.#posts.set(post.id, { post, seen: false });
    const [oldest] = this.#posts.keys();
    if (this.#posts.size > capacity && oldest !== undefined) this.#posts.delete(oldest);
  }

  /** Hides a post, and its replies if it is the first of a thread. */
  #hide({ id }: Post): void {
    for (const { post } of this.posts) if (post.id === id || post.root_id === id) this.#posts.delete(post.id);
  }
}

function postIn(data: Readonly<Record<string, unknown>>): Post {
  const post = parseJson(String(data['post']));
  if (!isObject(post)) throw new TypeError('an event about a post carries no post');
  return toPost(post as unknown as PostJson);
}

function dialogIn(data: Readonly<Record<string, unknown>>): ShownDialog {
  const dialog = parseJson(String(data['dialog']));
  if (!isObject(dialog)) throw new TypeError('the event open_dialog carries no dialog');
  return dialog as unknown as ShownDialog;
}
