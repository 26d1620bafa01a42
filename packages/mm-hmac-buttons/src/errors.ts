/** What cannot be signed, built or sent, in a word; stable across releases, so safe to switch on. */
export type InteractionErrorCode = 'context' | 'control' | 'props-too-large' | 'callback-url' | 'reply';

/**
 * What signing, building and replying throw for data that Mattermost would change, refuse or misread.
 *
 * A click that is turned away is no error: it is an outcome with a refusal.
 */
export abstract class InteractionError extends Error {
  /** Which of the subclasses this is, for those who rather `switch` than use `instanceof`. */
  abstract readonly code: InteractionErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A context that would not come back as it was signed. */
export class ContextError extends InteractionError {
  readonly code = 'context';
  /** Where in the context, such as `context.order.items[2]`. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

/** A button or menu that Mattermost would swallow, misname or answer with 404. */
export class ControlError extends InteractionError {
  readonly code = 'control';
  /** Which one, counted from 0 over all rows; `undefined` when it is about all of them. */
  readonly index: number | undefined;

  constructor(message: string, index: number | undefined, options?: ErrorOptions) {
    super(message, options);
    this.index = index;
  }
}

/** More than a post can carry. */
export class PropsTooLargeError extends InteractionError {
  readonly code = 'props-too-large';
  /** How many characters the post's `props` take on the server. */
  readonly length: number;
  /** How many they may take. */
  readonly maxLength: number;

  constructor(message: string, size: { length: number; maxLength: number }) {
    super(message);
    this.length = size.length;
    this.maxLength = size.maxLength;
  }
}

/** A callback URL that must not be published, or cannot be called. */
export class CallbackUrlError extends InteractionError {
  readonly code = 'callback-url';
}

/** A reply that would blank the message, drop its files or kill its buttons. */
export class ReplyError extends InteractionError {
  readonly code = 'reply';
}
