import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { onTestFinished, vi } from 'vitest';
import { confirmRefusalMs } from '../../src/backoff.ts';
import { createSocket, type MattermostSocket, type SocketEvents, type SocketOptions } from '../../src/index.ts';

export const token = 'k7b1xqz3pfnw8rhmy5sdo4ecta';

type Emitted = { [Name in keyof SocketEvents]: { name: Name; payload: SocketEvents[Name][0] } }[keyof SocketEvents];

/** A started socket, and all that it emitted, in order. */
export interface Recorded {
  readonly socket: MattermostSocket;
  readonly emitted: Emitted[];
  /** Everything that was logged, as text. */
  readonly log: string[];
  /** The names of the life-cycle events so far, in order. */
  story(): string[];
  /** The n-th event of a name, from 1, once it was emitted. */
  heard<Name extends keyof SocketEvents>(name: Name, n?: number): Promise<SocketEvents[Name][0]>;
  /** The messages of the posts so far. */
  messages(): string[];
}

const lifeCycle = ['ready', 'gap', 'disconnected', 'stopped'] as const;

/** Waits in real time, but for the pause between two questions about the token, which is skipped. */
const hurry = (ms: number, signal?: AbortSignal): Promise<void> =>
  wait(ms === confirmRefusalMs ? 0 : ms, undefined, signal && { signal });

/** Starts a socket that is stopped when the test ends. Reconnects come as fast as the rules allow. */
export function record({ testing, ...options }: Omit<SocketOptions, 'token'> & { token?: string }): Recorded {
  const log: string[] = [];
  const write = (...args: unknown[]): void => {
    log.push(args.map(arg => (typeof arg === 'string' ? arg : inspect(arg))).join(' '));
  };
  const logger = { debug: write, info: write, warn: write, error: write };
  const socket = createSocket({ token, logger, testing: { random: () => 0, sleep: hurry, ...testing }, ...options });
  const emitted: Emitted[] = [];
  for (const name of [...lifeCycle, 'event', 'posted'] as const) {
    socket.on(name, (payload: SocketEvents[typeof name][0]) => emitted.push({ name, payload } as Emitted));
  }
  onTestFinished(() => socket.stop());
  socket.start();

  const of = <Name extends keyof SocketEvents>(name: Name): SocketEvents[Name][0][] =>
    emitted.filter(one => one.name === name).map(one => one.payload as SocketEvents[Name][0]);
  return {
    socket,
    emitted,
    log,
    story: () => emitted.map(({ name }) => name).filter(name => (lifeCycle as readonly string[]).includes(name)),
    heard: (name, n = 1) =>
      vi.waitFor(() => {
        const payload = of(name)[n - 1];
        if (payload === undefined) throw new Error(`no '${name}' ${n} yet, only ${emitted.map(one => one.name)}`);
        return payload;
      }, 60_000),
    messages: () => of('posted').map(({ data }) => data.post.message),
  };
}
