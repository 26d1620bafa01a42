import { insistOnFileSize, saveFile } from '../world/files.ts';
import { submitPost } from '../world/post-creation.ts';
import { deletePost } from '../world/post-deletion.ts';
import { patchPost } from '../world/post-edits.ts';
import type { Post } from '../world/post-json.ts';
import { addReaction } from '../world/reactions.ts';
import type { World } from '../world/world.ts';
import type { Channel, Somebody } from './channel.ts';
import { Ear } from './ear.ts';
import { inTheNameOf } from './errors.ts';
import { type LookingForPost, type LookingForTyping, lookForPost, lookForTyping, rootOf } from './looking.ts';

/** Somebody at a keyboard. Everything goes the way of the API, permissions and events included. */
export interface Person extends Somebody {
  /** For `POST /users/login`. */
  readonly password: string;
  /**
   * Writes a post; resolves to it as the API answers it.
   *
   * @throws {RefusedError} when the server does not allow it.
   */
  says(message: string, options: Saying): Promise<Post>;
  /**
   * Waits for a post that this person has not seen yet: a new one, or one that looks different since.
   *
   * What counts is what is on the screen: a post that was edited three times is seen once, as it is now, and a post that
   * was deleted is not seen at all. Posts that are there already when the waiting begins count, oldest first.
   *
   * @throws {NotSeenError} when none comes; the message lists what was there instead.
   */
  sees(what: LookingForPost): Promise<Post>;
  /**
   * Waits until somebody is shown to be typing, once for each time the server says so.
   *
   * @throws {NotSeenError} when nobody is.
   */
  seesTyping(what: LookingForTyping): Promise<void>;
  /**
   * Changes the text of a post; resolves to the post as the API answers it.
   *
   * @throws {RefusedError} when the server does not allow it.
   */
  edits(post: Pick<Post, 'id'>, message: string): Promise<Post>;
  /**
   * Deletes a post.
   *
   * @throws {RefusedError} when the server does not allow it.
   */
  deletes(post: Pick<Post, 'id'>): Promise<void>;
  /**
   * Reacts to a post with an emoji, named without colons.
   *
   * @throws {RefusedError} when the server does not allow it.
   */
  reacts(post: Pick<Post, 'id'>, emojiName: string): Promise<void>;
}

/** Where something is said, and what goes with it. */
export interface Saying {
  /** The channel. */
  readonly in: Channel;
  /** Any post of the thread; a reply belongs to the thread's first post. @default outside threads */
  readonly thread?: Pick<Post, 'id' | 'root_id'>;
  /** What the post carries beside its text, such as `attachments`. @default nothing */
  readonly props?: Readonly<Record<string, unknown>>;
  /** Files that are attached. @default none */
  readonly files?: readonly AttachedFile[];
}

/** A file that somebody attaches to a post. */
export interface AttachedFile {
  /** With its extension, by which the server knows its type. */
  readonly name: string;
  /** What is in it. */
  readonly content: string | Uint8Array;
}

function attach(world: World, user_id: string, channel_id: string, { name, content }: AttachedFile): string {
  const bytes = Buffer.from(content);
  insistOnFileSize(world, bytes.length, name, bytes.length);
  return saveFile(world, { user_id, channel_id, name, content: bytes }).id;
}

/** The hand of an account; from now on it hears what its client would be told. */
export function personHandle(world: World, account: Somebody & { readonly password: string }): Person {
  const { id, username } = account;
  const ear = new Ear(world, id);
  return {
    ...account,
    says: async (message, { in: { id: channel_id }, thread, props, files = [] }) =>
      inTheNameOf(username, () => {
        const file_ids = files.map(file => attach(world, id, channel_id, file));
        return submitPost(world, id, { channel_id, message, root_id: thread && rootOf(thread), props, file_ids });
      }),
    sees: what => lookForPost(world, ear, what),
    seesTyping: what => lookForTyping(world, ear, what),
    edits: async (post, message) => inTheNameOf(username, () => patchPost(world, id, post.id, { message })),
    deletes: async post => inTheNameOf(username, () => deletePost(world, id, post.id)),
    reacts: async (post, emoji_name) => {
      inTheNameOf(username, () => addReaction(world, id, { user_id: id, post_id: post.id, emoji_name }));
    },
  };
}
