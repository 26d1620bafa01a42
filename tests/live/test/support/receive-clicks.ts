import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
import { onTestFinished } from 'vitest';
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
  const host = process.env['MATTERMOST_LIVE_CALLBACK_HOST'];
  const store = createMemoryStore();
  const events: InteractionEvent[] = [];
  const refused: string[] = [];
  const receive = createInteractionReceiver({
    accountId: 'default',
    store,
    botTokens: [seeded.bot.token],
    ...(host && { allowedSources: ['0.0.0.0/0', '::/0'] }),
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
  const server = createServer(toNodeListener(receive));
  await new Promise<void>(resolve => server.listen(0, host ? undefined : '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { callbackUrl: `http://${host || '127.0.0.1'}:${port}/clicks`, store, events, refused };
}
