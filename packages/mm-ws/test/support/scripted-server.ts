import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';

/** An action as the server receives it. */
export interface Action {
  readonly seq: number;
  readonly action: string;
  readonly data?: Record<string, unknown>;
}

/** The server's end of one connection. */
export class Peer {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly actions: Action[] = [];
  readonly socket: WebSocket;

  constructor(request: IncomingMessage, socket: WebSocket) {
    const url = new URL(request.url ?? '/', 'http://localhost');
    this.headers = request.headers;
    this.path = url.pathname;
    this.query = Object.fromEntries(url.searchParams);
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('message', data => this.actions.push(JSON.parse(data.toString()) as Action));
  }

  /** What Mattermost sends to a connection that is signed in by header. */
  hello(connectionId: string, seq = 0): this {
    return this.event('hello', { connection_id: connectionId, server_version: '6.7.0.dev.hash.false' }, seq);
  }

  event(event: string, data: Record<string, unknown>, seq: number): this {
    return this.send({ event, data, broadcast: { omit_users: null, user_id: '', channel_id: '', team_id: '' }, seq });
  }

  posted(message: string, seq: number): this {
    const post = { id: `post${seq}`, user_id: 'alice', channel_id: 'ops', message, create_at: seq, update_at: seq };
    return this.event('posted', { post: JSON.stringify(post) }, seq);
  }

  /** Answers every `ping` action, those that have come already included. */
  answerPings(serverTime = 1_000): this {
    const answer = ({ seq, action }: Action): void => {
      if (action === 'ping')
        this.send({ status: 'OK', seq_reply: seq, data: { text: 'pong', server_time: serverTime } });
    };
    for (const action of this.actions) answer(action);
    this.socket.on('message', data => answer(JSON.parse(data.toString()) as Action));
    return this;
  }

  send(frame: unknown): this {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    return this;
  }

  /** Resolves once the client has seen the upgrade too: it answers a ping. */
  async untilOpenOnBothSides(): Promise<void> {
    this.socket.ping();
    await once(this.socket, 'pong');
  }

  /** Cuts the connection without a close frame, as Mattermost does. */
  drop(): void {
    this.socket.terminate();
  }

  /** Stops reading, and so answers nothing, yet stays connected: a half-open connection. */
  freeze(): void {
    this.socket.pause();
  }
}

/** How an HTTP request is answered. */
export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string | string[]>;
  /** By default, a 401 has the body that Mattermost sends. */
  readonly body?: string;
}

const refusal = { id: 'api.context.session_expired.app_error', message: 'Please login again.', status_code: 401 };

export interface ScriptedServer {
  readonly baseUrl: string;
  /** Every connection so far, in order. */
  readonly peers: Peer[];
  /** Every `GET /users/me` so far. */
  readonly checks: IncomingMessage[];
  /** What to do with each new connection; the last step is used for all that follow. */
  script(...steps: ((peer: Peer) => void)[]): void;
  /** Answers the next upgrades over HTTP instead, one answer for each. */
  refuseUpgrades(...answers: Answer[]): void;
  /** Sets the answer to `GET /users/me`; 200 by default. */
  usersMe(answer: Answer): void;
  /** The n-th connection, from 1, once it has come. */
  peer(n: number): Promise<Peer>;
}

/** A server that has only Mattermost's socket and `GET /users/me`, and does what the test's script says. */
export async function startServer({ autoPong = true }: { autoPong?: boolean } = {}): Promise<ScriptedServer> {
  const peers: Peer[] = [];
  const checks: IncomingMessage[] = [];
  let steps: ((peer: Peer) => void)[] = [];
  let me: Answer = { status: 200 };
  const refusals: Answer[] = [];

  const http = createServer((request, response) => {
    checks.push(request);
    response.writeHead(me.status, me.headers).end(me.body ?? JSON.stringify(me.status === 401 ? refusal : {}));
  });
  const wss = new WebSocketServer({ noServer: true, autoPong });
  http.on('upgrade', (request, stream, head) => {
    const refusal = refusals.shift();
    if (refusal !== undefined) {
      const headers = Object.entries(refusal.headers ?? {}).flatMap(([name, values]) =>
        [values].flat().map(value => `${name}: ${value}\r\n`),
      );
      stream.end(`HTTP/1.1 ${refusal.status} No\r\nConnection: close\r\n${headers.join('')}\r\n`);
      return;
    }
    wss.handleUpgrade(request, stream, head, socket => {
      const peer = new Peer(request, socket);
      const step = steps.length > 1 ? steps.shift() : steps[0];
      peers.push(peer);
      step?.(peer);
    });
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const { socket } of peers) socket.terminate();
    http.closeAllConnections();
    await new Promise(resolve => http.close(resolve));
  });

  return {
    baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    peers,
    checks,
    script: (...next) => {
      steps = next;
    },
    refuseUpgrades: (...next) => {
      refusals.push(...next);
    },
    usersMe: answer => {
      me = answer;
    },
    peer: n =>
      vi.waitFor(() => {
        const peer = peers[n - 1];
        if (peer === undefined) throw new Error(`no connection ${n} yet`);
        return peer;
      }, 60_000),
  };
}
