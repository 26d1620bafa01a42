import type { Agent } from 'node:http';
import type { LookupFunction } from 'node:net';
import { WebSocket } from 'ws';
import { describeValue } from './describe-value.ts';

/** What a connect function gets for one try. */
export interface ConnectContext {
  /** Headers to send with the upgrade: the sign-in. Send no `Origin`: Mattermost refuses those it does not know. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborts when this try is over; stop resolving and dialling then. */
  readonly signal: AbortSignal;
}

/**
 * Opens one WebSocket of the package `ws` to `url`; returns it at once or, when something must be looked up first,
 * promises it. Hand it over before it is open, or use `openSocket`, which keeps what arrives until then.
 */
export type Connect = (url: string, context: ConnectContext) => WebSocket | Promise<WebSocket>;

/** How to open one WebSocket. */
export interface OpenSocketOptions extends ConnectContext {
  /** An agent, such as one for a proxy. @default none */
  readonly agent?: Agent | undefined;
  /** Resolves the host name; pass one that answers with the address that you have checked. @default Node's */
  readonly lookup?: LookupFunction | undefined;
  /** How long the server may be silent during the handshake, in milliseconds. @default 10_000 */
  readonly handshakeTimeoutMs?: number | undefined;
  /**
   * The largest message to accept, in bytes. A post's request is at most 300 kB, and a character such as `<` takes
   * seven bytes in JSON within JSON, so the largest event is a little above 2 MB.
   * @default 4_194_304
   */
  readonly maxPayloadBytes?: number | undefined;
}

/**
 * The default for the `connect` option: a WebSocket of `ws`, with limits that suit Mattermost.
 *
 * Redirects are not followed, because they would carry the token elsewhere. Compression is off: Mattermost does not
 * offer it unless configured, and it costs memory for each connection.
 */
export function openSocket(url: string, options: OpenSocketOptions): WebSocket {
  const { headers, signal, agent, lookup } = options;
  signal.throwIfAborted();
  const limits = {
    handshakeTimeout: options.handshakeTimeoutMs ?? 10_000,
    // After the server's close frame; `@types/ws` does not know this option.
    closeTimeout: 1_000,
    maxPayload: options.maxPayloadBytes ?? 4 * 1024 * 1024,
  };
  const socket = new WebSocket(url, {
    headers: { ...headers },
    ...(agent && { agent }),
    ...(lookup && { lookup }),
    ...limits,
    // Bytes that are not UTF-8 become replacement characters in the text: no reason to lose the connection, nor to look
    // at each byte of frames that no listener wants.
    skipUTF8Validation: true,
    perMessageDeflate: false,
    followRedirects: false,
  });
  const abort = (): void => socket.terminate();
  const forget = (): void => signal.removeEventListener('abort', abort);
  signal.addEventListener('abort', abort, { once: true });
  socket
    // Without a listener it would end the process, and a caller may need a moment to attach one.
    .on('error', error => void earlyErrors.set(socket, error))
    // Mattermost sends the hello at once: it must not come before a listener is attached.
    .once('open', () => {
      if (socket.listenerCount('message') === 0) socket.pause();
    })
    .once('open', forget)
    .once('close', forget);
  return socket;
}

const earlyErrors = new WeakMap<WebSocket, Error>();

/** Why a WebSocket of `openSocket` failed before it was handed over, if it did. */
export function earlyErrorOf(socket: WebSocket): Error | undefined {
  return earlyErrors.get(socket);
}

const neededMethods = ['on', 'pause', 'resume', 'ping', 'pong', 'send', 'close', 'terminate'] as const;

/**
 * Checks what a connect function handed over. Any copy and version of `ws` will do, the global `WebSocket` will not: it
 * cannot be paused, pinged or cut.
 *
 * @throws TypeError that says what was expected
 */
export function checkSocket(socket: WebSocket): void {
  if (neededMethods.some(method => typeof socket?.[method] !== 'function')) {
    socket?.close?.();
    throw new TypeError(`connect: expected a WebSocket of the package ws, got ${describeSocket(socket)}`);
  }
  if (socket.readyState === WebSocket.OPEN && !socket.isPaused) {
    socket.terminate();
    const got = 'one that is open already, so that its first messages may be lost';
    throw new TypeError(`connect: expected a WebSocket before it is open, or one of openSocket, got ${got}`);
  }
}

function describeSocket(socket: unknown): string {
  const isGlobal = typeof globalThis.WebSocket === 'function' && socket instanceof globalThis.WebSocket;
  return isGlobal ? 'the global WebSocket' : describeValue(socket);
}
