/** The kind of an {@link InteractionError}; stable across releases, so safe to switch on. */
export type InteractionErrorCode =
  | 'context'
  | 'control'
  | 'props-too-large'
  | 'callback-url'
  | 'reply'
  | 'choice-closed';

/**
 * The base of all errors for data that Mattermost would change, refuse or misread. Signing, building and replying throw
 * them.
 *
 * A refused click is not an error: the receiver returns a {@link RefusedInteraction}.
 */
export abstract class InteractionError extends Error {
  /** The subclass, for a `switch`. */
  abstract readonly code: InteractionErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A context that would come back changed. */
export class ContextError extends InteractionError {
  readonly code = 'context';
  /** The place in the context, such as `context.order.items[2]`. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

/** A button, menu or form that Mattermost would drop, show wrongly or answer with 404. */
export class ControlError extends InteractionError {
  readonly code = 'control';
  /** The position of the control, counted from 0 over all rows; `undefined` when the error is about all controls. */
  readonly index: number | undefined;

  constructor(message: string, index: number | undefined, options?: ErrorOptions) {
    super(message, options);
    this.index = index;
  }
}

/** The buttons are larger than the server allows. */
export class PropsTooLargeError extends InteractionError {
  readonly code = 'props-too-large';
  /** The size of the post's `props` on the server, in characters. */
  readonly length: number;
  /** The server's limit, in characters. */
  readonly maxLength: number;

  constructor(message: string, size: { length: number; maxLength: number }) {
    super(message);
    this.length = size.length;
    this.maxLength = size.maxLength;
  }
}

/** A callback URL that must not be published, or that Mattermost cannot call. */
export class CallbackUrlError extends InteractionError {
  readonly code = 'callback-url';
}

/** A reply that would blank the message, drop its files or make its buttons useless. */
export class ReplyError extends InteractionError {
  readonly code = 'reply';
}

/** A choice cannot be renewed: it was removed, or another click has made it. */
export class ChoiceClosedError extends InteractionError {
  readonly code = 'choice-closed';
}
