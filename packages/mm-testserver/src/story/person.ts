import type { DialogAnswer } from '../integrations/dialogs.ts';
import type { Status } from '../world/statuses.ts';
import type { Account } from './account.ts';
import type { Channel } from './channel.ts';
import type { Choice, Clickable } from './clicking.ts';
import type { DialogValues, ShownDialog } from './dialogs.ts';
import type { UnwantedPost, WantedDialog, WantedEphemeral, WantedPost, WantedTyping } from './looking.ts';
import type { Post, ThreadPost } from './post.ts';

/**
 * A person who uses Mattermost. Every action runs through the same code as a request over REST, with its permissions,
 * events and system posts.
 *
 * Actions throw a `RefusedError` when the server refuses them. Waits throw a `NotSeenError` after their timeout.
 */
export interface Person extends Account {
  /** For `POST /users/login`. */
  readonly password: string;
  /** Writes a post; resolves to it as the API returns it. */
  says(message: string, options: PostOptions): Promise<Post>;
  /** Changes the text of a post; resolves to the post as the API returns it. */
  edits(post: Pick<Post, 'id'>, message: string): Promise<Post>;
  /** Deletes a post, and its replies if it is the first of a thread. */
  deletes(post: Pick<Post, 'id'>): Promise<void>;
  /** Reacts to a post with an emoji, named without colons. */
  reacts(post: Pick<Post, 'id'>, emojiName: string): Promise<void>;
  /** Removes this person's own reaction. The server allows it even when there is none. */
  removesReaction(post: Pick<Post, 'id'>, emojiName: string): Promise<void>;
  /** Pins a post to its channel. */
  pins(post: Pick<Post, 'id'>): Promise<void>;
  /** Unpins a post. */
  unpins(post: Pick<Post, 'id'>): Promise<void>;
  /** Sends one typing event. A real client repeats it every 5 seconds while the person types. */
  types(options: TypingOptions): Promise<void>;
  /** Sets this person's own status. All but `online` stay until the next call, whatever the person does. */
  setsStatus(status: Status): Promise<void>;
  /**
   * Archives a channel: it can still be read, but not written to. The members of the channel can do it, and
   * `mattermost.admin`.
   */
  archives(channel: Channel): Promise<void>;
  /** Unarchives a channel. The administrators of the team can do it, and `mattermost.admin`. */
  unarchives(channel: Channel): Promise<void>;
  /**
   * Clicks a button, by its name or id; resolves once the integration has answered.
   *
   * The button is searched on the post as given, which can be older than the post on the server: so two people can click
   * a button that disappears after the first click. The buttons of an ephemeral post need the post that `seesEphemeral`
   * returned.
   *
   * @throws {RefusedError} when the server does not allow it, or cannot use the integration's answer.
   */
  clicks(post: Clickable, nameOrId: string): Promise<void>;
  /**
   * Chooses an option of a menu, by its text or value; in a menu of people or channels, pass one of these.
   *
   * @throws {RefusedError} as for `clicks`.
   */
  selects(post: Clickable, nameOrId: string, choice: Choice): Promise<void>;
  /**
   * Submits a dialog; elements without a value get their default. Resolves to the errors that the integration returned
   * for elements, or to nothing.
   *
   * @throws {RefusedError} as for `clicks`.
   */
  submits(dialog: ShownDialog, values: DialogValues): Promise<DialogAnswer>;
  /**
   * Closes a dialog without submitting it. The integration is called only if the dialog has `notify_on_cancel`.
   *
   * @throws {RefusedError} as for `clicks`.
   */
  cancels(dialog: ShownDialog): Promise<void>;
  /**
   * Waits for a post that no earlier wait returned: a new one, or one that looks different since then.
   *
   * It counts what this person's client shows: a post that was edited three times is seen once, in its last state, and a
   * deleted post is not seen. Posts that are there already count too, oldest first.
   *
   * @throws {NotSeenError} after the timeout; the message lists the posts that are there.
   */
  sees(wanted: WantedPost): Promise<Post>;
  /**
   * Watches that no such post appears, for 300 ms or until a promise is fulfilled. Posts that a wait has already returned
   * do not count; posts that were there before and are unseen do.
   *
   * @throws {SeenError} as soon as such a post appears.
   */
  doesNotSee(unwanted: UnwantedPost): Promise<void>;
  /**
   * Runs a slash command, such as `/deploy now`; its integration is called with the fields of the real server.
   *
   * @throws {RefusedError} when the server does not know the command, or when its integration fails.
   */
  runs(command: string, where: TypingOptions): Promise<void>;
  /** Waits for a typing event; each is returned once. */
  seesTyping(wanted: WantedTyping): Promise<void>;
  /** Waits for an ephemeral post to this person. */
  seesEphemeral(wanted: WantedEphemeral): Promise<Post>;
  /** Waits for a dialog to open. */
  seesDialog(wanted?: WantedDialog): Promise<ShownDialog>;
}

/** Where a post goes, and what it has beside its text. */
export interface PostOptions {
  /** The channel to write in. */
  readonly in: Channel;
  /** Any post of the thread to reply in. @default outside threads */
  readonly thread?: ThreadPost;
  /** The free fields of the post, such as `attachments`. @default none */
  readonly props?: Readonly<Record<string, unknown>>;
  /** Files to attach. @default none */
  readonly files?: readonly AttachedFile[];
}

/** Where a person types or runs a command. */
export interface TypingOptions {
  /** The channel to type in. */
  readonly in: Channel;
  /** Any post of the thread to reply in. @default outside threads */
  readonly thread?: ThreadPost;
}

/** A file to attach to a post. */
export interface AttachedFile {
  /** With its extension: the server guesses the type from it. */
  readonly name: string;
  /** The bytes, or a text in UTF-8. */
  readonly content: string | Uint8Array;
}
