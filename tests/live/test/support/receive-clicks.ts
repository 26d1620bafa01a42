import {
  type ClickReply,
  createInteractionReceiver,
  createMemoryStore,
  type InteractionEvent,
  type SubmitReply,
  type TicketStore,
  toNodeListener,
} from '@clawmost/mm-hmac-buttons';
import { HttpError } from '@clawmost/mm-rest';
import { callbackHost, openCallbackServer } from './callback-server.ts';
import type { Stage } from './stage.ts';

/** A receiver of clicks, at an address that the server can reach. */
export interface Receiving {
  readonly callbackUrl: string;
  readonly store: TicketStore;
  /** The accepted clicks. */
  readonly events: InteractionEvent[];
  /** The reasons of the refusals. */
  readonly refused: string[];
}

/** The replies of the receiver; empty by default. */
export interface Replies {
  click?(event: InteractionEvent): ClickReply | Promise<ClickReply | undefined>;
  submit?(event: InteractionEvent): SubmitReply | undefined;
}

/**
 * Receives until the test ends, with the bot's own token. A server on another machine needs to know this one:
 * MATTERMOST_LIVE_CALLBACK_HOST is the name or address at which it calls back, and it may then call from anywhere.
 */
export async function receiveClicks({ bot, seeded }: Stage, replies: Replies = {}): Promise<Receiving> {
  const store = createMemoryStore();
  const events: InteractionEvent[] = [];
  const refused: string[] = [];
  const receive = createInteractionReceiver({
    accountId: 'default',
    store,
    botTokens: [seeded.bot.token],
    ...(callbackHost && { allowedSources: ['0.0.0.0/0', '::/0'] }),
    findPost: id =>
      bot.posts.get(id).catch((error: unknown) => {
        if (error instanceof HttpError) return undefined;
        throw error;
      }),
    async onClick(event) {
      events.push(event);
      return await replies.click?.(event);
    },
    async onSubmit(event) {
      events.push(event);
      return replies.submit?.(event);
    },
    logger: { warn: message => refused.push(String(message)), error: message => refused.push(String(message)) },
  });
  const url = await openCallbackServer(toNodeListener(receive));
  return { callbackUrl: `${url}/clicks`, store, events, refused };
}
