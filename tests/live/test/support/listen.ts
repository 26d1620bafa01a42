import {
  createSocket,
  type MattermostSocket,
  openSocket,
  type SocketEvents,
  type SocketOptions,
} from '@clawmost/mm-ws';
import { onTestFinished, vi } from 'vitest';
import type { Account } from './seed.ts';
import type { Stage } from './stage.ts';

type Dialled = ReturnType<typeof openSocket>;

/** A socket of one account, and all that it received. */
export interface Listener {
  readonly socket: MattermostSocket;
  /** The names of the life-cycle events so far, in order; an interruption counts once, however many attempts it takes. */
  readonly story: string[];
  /** The log lines so far. */
  readonly log: string[];
  /** Waits for the first event of a name that fits. */
  heard<Name extends keyof SocketEvents>(
    name: Name,
    fits?: (event: SocketEvents[Name][0]) => boolean,
  ): Promise<SocketEvents[Name][0]>;
  /** The texts of a channel's posts so far. */
  messages(channelId: string): string[];
  /** Breaks the connection as a network does: without a close frame in either direction. */
  cut(): void;
  /** Keeps the socket from connecting until the returned function is called. */
  hold(): () => void;
}

const lifeCycle = ['ready', 'gap', 'disconnected', 'stopped'] as const;

/** Starts a socket; it stops when the test ends. */
export function listen(
  { server }: Stage,
  { token }: Pick<Account, 'token'>,
  options: Partial<SocketOptions> = {},
): Listener {
  const log: string[] = [];
  const write = (message: unknown): void => void log.push(String(message));
  let dialled: Dialled | undefined;
  let gate: Promise<void> | undefined;
  const socket = createSocket({
    baseUrl: server.url,
    token,
    logger: { debug: write, info: write, warn: write, error: write },
    connect: async (url, context) => {
      await gate;
      dialled = openSocket(url, context);
      return dialled;
    },
    ...options,
  });
  onTestFinished(() => socket.stop());

  const received: { name: string; event: unknown }[] = [];
  const story: string[] = [];
  for (const name of lifeCycle) {
    socket.on(name, (event: unknown) => {
      // A slow run holds the connection for longer than one attempt may take.
      if (name !== 'disconnected' || story.at(-1) !== name) story.push(name);
      received.push({ name, event });
    });
  }
  socket.on('event', event => received.push({ name: event.event, event }));
  socket.start();

  const of = <Name extends keyof SocketEvents>(name: Name) =>
    received.filter(one => one.name === name).map(one => one.event as SocketEvents[Name][0]);
  return {
    socket,
    story,
    log,
    heard: (name, fits = () => true) =>
      vi.waitFor(
        () => {
          const found = of(name).find(fits);
          if (found === undefined) throw new Error(`no such '${name}' yet, only ${received.map(one => one.name)}`);
          return found;
        },
        { timeout: 120_000, interval: 20 },
      ),
    messages: channelId =>
      of('posted')
        .filter(({ data }) => data.post.channel_id === channelId && data.post.type === '')
        .map(({ data }) => data.post.message),
    cut: () => dialled?.terminate(),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
}

/** Numbered texts, such as `word 1` and `word 2`. */
export function words(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, at) => `word ${from + at}`);
}
