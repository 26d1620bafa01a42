import type { DialogAnswer } from '../integrations/dialogs.ts';
import { insistOnFileSize, saveFile } from '../world/files.ts';
import { submitPost } from '../world/post-creation.ts';
import { deletePost } from '../world/post-deletion.ts';
import { patchPost } from '../world/post-edits.ts';
import type { Post } from '../world/post-json.ts';
import { addReaction } from '../world/reactions.ts';
import type { World } from '../world/world.ts';
import type { Channel, Somebody } from './channel.ts';
import { type Choice, type Clickable, chooseOption, clickButton } from './clicking.ts';
import { closeDialog, type DialogValues, fillIn, type ShownDialog } from './dialogs.ts';
import { Ear } from './ear.ts';
import { inTheNameOf } from './errors.ts';
import {
  type LookingForDialog,
  type LookingForEphemeral,
  type LookingForPost,
  type LookingForTyping,
  lookForDialog,
  lookForEphemeral,
  lookForPost,
  lookForTyping,
  rootOf,
} from './looking.ts';

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
  /**
   * Presses a button of a post, by the button's name or id; resolves once its integration has answered.
   *
   * The button is looked for on the post as it is given, which may be older than what the server has: so two can press
   * a button of which one press takes it away. A post that `seesEphemeral` found brings along what its buttons need.
   *
   * @throws {RefusedError} when the server does not allow it, or is not content with the integration's answer.
   */
  clicks(post: Clickable, nameOrId: string): Promise<void>;
  /**
   * Chooses an option of a menu, by its text or value; of a menu of people or channels, one of those.
   *
   * @throws {RefusedError} as for `clicks`.
   */
  selects(post: Clickable, nameOrId: string, choice: Choice): Promise<void>;
  /**
   * Waits for a post that is shown to this person only.
   *
   * @throws {NotSeenError} when none comes.
   */
  seesEphemeral(what: LookingForEphemeral): Promise<Post>;
  /**
   * Waits for a dialog to be opened.
   *
   * @throws {NotSeenError} when none is.
   */
  seesDialog(what?: LookingForDialog): Promise<ShownDialog>;
  /**
   * Fills in a dialog and submits it; what is left out has its default. Resolves to what the integration objects to, by
   * the names of the elements, or to nothing.
   *
   * @throws {RefusedError} as for `clicks`.
   */
  submits(dialog: ShownDialog, values: DialogValues): Promise<DialogAnswer>;
  /**
   * Closes a dialog without submitting it.
   *
   * @throws {RefusedError} as for `clicks`, where the integration wants to hear of it.
   */
  cancels(dialog: ShownDialog): Promise<void>;
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
  // The channel that the client has open: the last one in which this person did something.
  let here: string | undefined;
  const channelOpen = (): string => here ?? anyChannelOf(world, id);
  const at = (post: Clickable): void => {
    here = 'channel_id' in post ? String(post.channel_id) : world.posts.get(post.id)?.channel_id;
  };
  return {
    ...account,
    says: async (message, { in: { id: channel_id }, thread, props, files = [] }) =>
      inTheNameOf(username, () => {
        here = channel_id;
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
    async clicks(post, nameOrId) {
      at(post);
      await clickButton(world, account, post, nameOrId);
    },
    async selects(post, nameOrId, choice) {
      at(post);
      await chooseOption(world, account, post, nameOrId, choice);
    },
    seesEphemeral: what => lookForEphemeral(world, ear, what),
    seesDialog: (what = {}) => lookForDialog(world, ear, what),
    submits: async (dialog, values) => fillIn(world, account, channelOpen(), dialog, values),
    cancels: dialog => closeDialog(world, account, channelOpen(), dialog),
  };
}

function anyChannelOf(world: World, userId: string): string {
  for (const [channelId, members] of world.channelMembers) if (members.has(userId)) return channelId;
  return '';
}
