import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the integration received. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as the server wrote them. */
  readonly rawHeaders: readonly string[];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever came
  readonly body: any;
}

/** An answer; 200 and `{}` by default. */
export interface Reply {
  readonly status?: number;
  /** Sent as JSON, with this content type. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly text?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An integration that records its requests. */
export interface Integration {
  /** Host and port. */
  readonly address: string;
  readonly url: string;
  readonly asked: Asked[];
  /** The next answers; a promise that never resolves makes the server wait. */
  answer: Reply | ((asked: Asked) => Reply | Promise<Reply>);
  /** Resolves when there are at least so many requests. */
  came(count: number): Promise<void>;
  close(): void;
}

export async function startIntegration(): Promise<Integration> {
  const asked: Asked[] = [];
  const listeners = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers, rawHeaders } = request;
    let text = '';
    for await (const chunk of request) text += chunk;
    const call = { method, path, headers, rawHeaders, text, body: bodyOf(headers['content-type'], text) };
    asked.push(call);
    for (const look of listeners) look();
    const { answer } = integration;
    const reply = typeof answer === 'function' ? await answer(call) : answer;
    const { status = 200, body = {}, text: plain = JSON.stringify(body) } = reply;
    const type = reply.text === undefined ? { 'content-type': 'application/json' } : {};
    response.writeHead(status, { ...type, ...reply.headers }).end(plain);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const integration: Integration = {
    address: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    asked,
    answer: {},
    came: count =>
      new Promise(resolve => {
        const look = (): void => {
          if (asked.length < count) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      }),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return integration;
}

/** A form becomes an object below `$form`, as in the recordings; a field that is there several times becomes a list. */
function bodyOf(contentType: string | undefined, text: string): unknown {
  if (text === '') return undefined;
  if (contentType !== 'application/x-www-form-urlencoded') return JSON.parse(text);
  const fields = new URLSearchParams(text);
  const read = (name: string): string | string[] => {
    const [first = '', ...more] = fields.getAll(name);
    return more.length === 0 ? first : [first, ...more];
  };
  return { $form: Object.fromEntries([...fields.keys()].map(name => [name, read(name)])) };
}
