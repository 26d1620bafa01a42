import type { Accept, DeadLetter, Handle } from '@clawmost/mm-inbox';
import type { MattermostSocket } from '@clawmost/mm-ws';

/** The handlers for posts; exactly one feature has them. */
export interface PostHandling {
  readonly accept: Accept;
  readonly handle: Handle;
  readonly onDead: (letter: DeadLetter) => Promise<void>;
}

/** One ability of the channel, started with every account. `account/features.ts` lists them. */
export interface Feature {
  readonly posts?: PostHandling;
  /** Handlers for rows of the inbox of other kinds, such as `click` or `slash`. */
  readonly kinds?: Readonly<Record<string, Handle<unknown>>>;
  /** Called once, so that the feature can listen to Mattermost's events. */
  listen?(socket: MattermostSocket): void;
  /** Called when the account stops; resolves when the feature does nothing more. */
  stop?(): Promise<void>;
}
