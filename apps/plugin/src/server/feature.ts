import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Accept, DeadLetter, Handle, Inbox } from '@clawmost/mm-inbox';
import type { MattermostSocket } from '@clawmost/mm-ws';

/** The handlers for posts; exactly one feature has them. */
export interface PostHandling {
  readonly accept: Accept;
  readonly handle: Handle;
  readonly onDead: (letter: DeadLetter) => Promise<void>;
}

/** A path of the gateway that the Mattermost server calls. */
export interface CallbackRoute {
  /** Such as `/mattermost/interactions/default`. */
  readonly path: string;
  /** Answers a call. When several accounts have a route at the same path, any of their listeners gets the call. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** One ability of the channel, started with every account. `account/features.ts` lists them. */
export interface Feature {
  readonly posts?: PostHandling;
  /** Handlers for rows of the inbox of other kinds, such as `click` or `slash`. */
  readonly kinds?: Readonly<Record<string, Handle<unknown>>>;
  /**
   * What the server calls over HTTP. The routes are open while the inbox runs. Write an accepted call to the ledger with
   * `add` before it is answered, under one of `kinds`.
   */
  routes?(inbox: Pick<Inbox, 'add'>): readonly CallbackRoute[];
  /** Called once, so that the feature can listen to Mattermost's events. */
  listen?(socket: MattermostSocket): void;
  /** Called when the account stops; resolves when the feature does nothing more. */
  stop?(): Promise<void>;
}
