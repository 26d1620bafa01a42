import type { Accept, DeadLetter, Handle } from '@clawmost/mm-inbox';
import type { MattermostSocket } from '@clawmost/mm-ws';

/** How posts are handled; one feature does that. */
export interface PostHandling {
  readonly accept: Accept;
  readonly handle: Handle;
  readonly onDead: (letter: DeadLetter) => Promise<void>;
}

/** One ability of the channel, started with every account. `account/features.ts` lists them. */
export interface Feature {
  /** Handles posts. */
  readonly posts?: PostHandling;
  /** Handles rows of the inbox of its own kinds, such as `click` or `slash`. */
  readonly kinds?: Readonly<Record<string, Handle<unknown>>>;
  /** Listens to Mattermost's events. */
  listen?(socket: MattermostSocket): void;
  /** Ends what goes on beside the handling of rows; resolves when it has ended. */
  stop?(): Promise<void>;
}
