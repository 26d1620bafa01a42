import { inspect } from 'node:util';
import { onTestFinished, vi } from 'vitest';
import { createSocket, type MattermostSocket, type SocketEvents, type SocketOptions } from '../../src/index.ts';

export const TOKEN = 'k7b1xqz3pfnw8rhmy5sdo4ecta';

type Told = { [Name in keyof SocketEvents]: { name: Name; payload: SocketEvents[Name][0] } }[keyof SocketEvents];

/** A started socket, and all that it told, in order. */
export interface Recorded {
  readonly socket: MattermostSocket;
  readonly told: Told[];
  /** Everything that was logged, as text. */
  readonly log: string[];
  /** The names of the life-cycle events so far, in order. */
  story(): string[];
  /** The n-th event of a name, from 1, once it was told. */
  heard<Name extends keyof SocketEvents>(name: Name, n?: number): Promise<SocketEvents[Name][0]>;
  /** The messages of the posts so far. */
  messages(): string[];
}

const lifeCycle = ['ready', 'gap', 'disconnected', 'stopped'] as const;

/** Starts a socket that is stopped when the test ends. Reconnects come as fast as the rules allow. */
export function record(options: Omit<SocketOptions, 'token'> & { token?: string }): Recorded {
  const log: string[] = [];
  const write = (...args: unknown[]): void => {
    log.push(args.map(arg => (typeof arg === 'string' ? arg : inspect(arg))).join(' '));
  };
  const logger = { debug: write, info: write, warn: write, error: write };
  const socket = createSocket({ token: TOKEN, random: () => 0, logger, ...options });
  const told: Told[] = [];
  for (const name of [...lifeCycle, 'event', 'posted'] as const) {
    socket.on(name, (payload: SocketEvents[typeof name][0]) => told.push({ name, payload } as Told));
  }
  onTestFinished(() => socket.stop());
  socket.start();

  const of = <Name extends keyof SocketEvents>(name: Name): SocketEvents[Name][0][] =>
    told.filter(one => one.name === name).map(one => one.payload as SocketEvents[Name][0]);
  return {
    socket,
    told,
    log,
    story: () => told.map(({ name }) => name).filter(name => (lifeCycle as readonly string[]).includes(name)),
    heard: (name, n = 1) =>
      vi.waitFor(() => {
        const payload = of(name)[n - 1];
        if (payload === undefined) throw new Error(`no '${name}' ${n} yet, only ${told.map(one => one.name)}`);
        return payload;
      }, 15_000),
    messages: () => of('posted').map(({ data }) => data.post.message),
  };
}
