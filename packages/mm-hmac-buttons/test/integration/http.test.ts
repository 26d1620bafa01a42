import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  createMemoryStore,
  type InteractionEvent,
  issueChoice,
  toNodeListener,
  toWebHandler,
} from '../../src/index.ts';
import { listen } from '../support/listen.ts';
import { createReceiver, type LooseOptions } from '../support/receivers.ts';
import { clickBody, serverHeaders } from '../support/requests.ts';

const place = { accountId: 'default', channelId: clickBody.channel_id };

async function start(options: Partial<LooseOptions> = {}) {
  const store = createMemoryStore();
  const events: InteractionEvent[] = [];
  const onClick = async (event: InteractionEvent) => {
    events.push(event);
    return undefined;
  };
  const receive = createReceiver({ accountId: 'default', store, onClick, path: '/clicks', ...options });
  const server = createServer(toNodeListener(receive));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/clicks`;
  const controls = [{ label: 'Yes', value: 'yes' }];
  const [attachment] = (await issueChoice(store, { ...place, callbackUrl: url, controls })).attachments;
  const body = JSON.stringify({ ...clickBody, context: attachment!.actions[0]!.integration.context });
  return { url, port, events, body, receive };
}

function post(url: string, body: RequestInit['body'], headers: Record<string, string> = {}) {
  return fetch(url, { method: 'POST', headers: { ...serverHeaders, ...headers }, ...(body !== undefined && { body }) });
}

describe('over node:http', () => {
  it('A click over node:http is answered with 200 and JSON', async () => {
    const { url, events, body } = await start();
    const response = await post(url, body);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'application/json',
      '{}',
    ]);
    expect(events).toHaveLength(1);
  });

  it('Requests that are not clicks are refused with their status', async () => {
    const { url, body } = await start();
    const got = await fetch(url);
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await post(`${url}/other`, body)).status).toBe(404);
    const bad = await post(url, 'nonsense');
    expect([bad.status, await bad.text()]).toEqual([400, '{"error":"Invalid request body"}']);
    expect((await post(url, '{}')).status).toBe(400);
  });

  it('A query in the URL does not matter for the path', async () => {
    const { url, body } = await start();
    expect((await post(`${url}?x=1`, body)).status).toBe(200);
  });

  it('A forbidden sender is refused before its body is read', async () => {
    const { url, body } = await start({ allowedSources: ['192.0.2.1'] });
    const response = await post(url, body);
    expect([response.status, await response.text()]).toEqual([403, '{"error":"Forbidden origin"}']);
  });

  it('A trusted proxy decides which sender counts', async () => {
    const rules = { allowedSources: ['192.0.2.1'], trustedProxies: ['127.0.0.1'] };
    const { url, body } = await start(rules);
    expect((await post(url, body, { 'x-forwarded-for': '192.0.2.1, 203.0.113.5' })).status).toBe(403);
    expect((await post(url, body, { 'x-forwarded-for': '203.0.113.5, 192.0.2.1' })).status).toBe(200);
  });

  it('A body that is too large is refused, with and without a length in its header', async () => {
    const { url, port } = await start({ maxBodyBytes: 1_000 });
    expect((await post(url, 'x'.repeat(1_001))).status).toBe(413);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = httpRequest({ port, host: '127.0.0.1', path: '/clicks', method: 'POST' }, response => {
        resolve(response.statusCode);
        sending.destroy();
      });
      sending.on('error', reject);
      sending.write('x'.repeat(600));
      sending.write('x'.repeat(600));
    });
    expect(status).toBe(413);
  });

  it('A body that does not arrive in time is refused with 408', async () => {
    const { port } = await start({ bodyTimeoutMs: 50 });
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.write('POST /clicks HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"half":');
    const answer = await new Promise<string>(resolve => socket.once('data', data => resolve(String(data))));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('{"error":"Request body timeout"}');
  });

  it('A sender that closes the connection does not affect others', async () => {
    const { port, url, body } = await start();
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /clicks HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"half":');
    await new Promise(resolve => setTimeout(resolve, 20));
    socket.destroy();
    expect((await post(url, body)).status).toBe(200);
  });

  it('A click beyond maxConcurrent gets a text for the person, or a 429 when that text is null', async () => {
    for (const [texts, expected] of [
      [{}, { status: 200, answer: { ephemeral_text: expect.stringMatching(/^There are too many requests/) } }],
      [{ busy: null }, { status: 429, answer: { error: 'Too Many Requests' } }],
    ] as const) {
      const { entered, onClick, finish } = createSlowHandler();
      const { url, body } = await start({ maxConcurrent: 1, onClick, texts });
      const first = post(url, body);
      await entered;
      const second = await post(url, body);
      expect({ status: second.status, answer: await second.json() }).toMatchObject(expected);
      finish();
      expect((await first).status).toBe(200);
    }
  });

  it('Bodies that do not arrive from one address do not block clicks from another', async () => {
    const rules = { allowedSources: ['192.0.2.1', '192.0.2.2'], trustedProxies: ['127.0.0.1'], maxConcurrent: 2 };
    const { url, port, body } = await start({ ...rules, bodyTimeoutMs: 60_000, answerWithinMs: 60_000 });
    const from = (address: string) => ({ 'x-forwarded-for': address });
    for (let times = 0; times < 2; times++) {
      const socket = connect(port, '127.0.0.1');
      onTestFinished(() => void socket.destroy());
      const head = 'POST /clicks HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nX-Forwarded-For: 192.0.2.1\r\n';
      await new Promise<void>(resolve => socket.write(`${head}\r\n{"half":`, () => resolve()));
    }
    await vi.waitFor(async () => {
      const blocked = await post(url, body, from('192.0.2.1'));
      expect(await blocked.json()).toMatchObject({ error: expect.stringMatching(/^There are too many requests/) });
    }, 60_000);
    expect(await (await post(url, body, from('192.0.2.2'))).text()).toBe('{}');
  });

  it('The server gets its answer in time while a slow handler goes on', async () => {
    let aborted = false;
    const onClick: LooseOptions['onClick'] = (_, { signal }) =>
      new Promise(resolve => {
        signal.addEventListener('abort', () => {
          aborted = true;
          resolve({ ephemeralText: 'too late' });
        });
      });
    const { url, body } = await start({ answerWithinMs: 50, onClick });
    const response = await post(url, body);
    expect([response.status, await response.text()]).toEqual([200, '{}']);
    expect(aborted).toBe(true);
  });
});

describe('with other code around the listener', () => {
  /** A server that reads the body before the listener, as the body parsers of Express do. */
  async function listenAfterParser(parse: (text: string) => unknown, changes: object = {}) {
    const { receive, body, events } = await start();
    const listener = toNodeListener(receive);
    const url = await listen(async (request, response) => {
      let text = '';
      for await (const piece of request) text += piece;
      await listener(Object.assign(request, { body: parse(text), ...changes }), response);
    });
    return { url: `${url}/clicks`, body, events };
  }

  it.each<[string, (text: string) => unknown]>([
    ['express.json()', text => JSON.parse(text)],
    ['express.text()', text => text],
    ['express.raw()', text => Buffer.from(text)],
  ])('A click is accepted behind the body parser %s', async (_, parse) => {
    const { url, body, events } = await listenAfterParser(parse);
    expect((await post(url, body)).status).toBe(200);
    expect(events).toHaveLength(1);
  });

  it('The log names a body parser as the cause when the body was read and is not there', async () => {
    const logged: unknown[] = [];
    const logger = { warn: (message: string) => logged.push(message), error() {} };
    const { receive, body } = await start({ logger });
    const url = await listen(async (request, response) => {
      for await (const _ of request);
      await toNodeListener(receive)(request, response);
    });
    expect((await post(`${url}/clicks`, body)).status).toBe(400);
    expect(logged).toEqual([expect.stringMatching(/it is empty; a body parser may have read it/)]);
  });

  it('The path counts as the client sent it when Express has cut it for a mounted listener', async () => {
    const { url, body } = await listenAfterParser(text => text, { originalUrl: '/clicks?x=1', url: '/' });
    expect((await post(url, body)).status).toBe(200);
  });

  it('The caller decides which address a client has, and without one the request is refused', async () => {
    const { receive, body } = await start({ allowedSources: ['192.0.2.1'] });
    const clientAddress = (request: IncomingMessage) => request.headers['x-client'] as string | undefined;
    const url = await listen(toNodeListener(receive, { clientAddress }));
    expect((await post(`${url}/clicks`, body)).status).toBe(403);
    expect((await post(`${url}/clicks`, body, { 'x-client': '192.0.2.9' })).status).toBe(403);
    expect((await post(`${url}/clicks`, body, { 'x-client': '192.0.2.1' })).status).toBe(200);
  });

  it('The listener answers 500 when clientAddress throws, and ends a response that others have begun', async () => {
    const { receive, body } = await start();
    const broken = toNodeListener(receive, {
      clientAddress() {
        throw new Error('broken');
      },
    });
    expect((await post(await listen(broken), body)).status).toBe(500);
    const begun = await listen(async (request, response) => {
      response.writeHead(200);
      response.write('begun');
      await toNodeListener(receive)(request, response);
    });
    await expect(post(begun, body).then(response => response.text())).rejects.toThrow();
  });
});

/** A handler with a promise for its start, which runs until `finish` is called. */
function createSlowHandler() {
  let enter = (): void => {};
  let finish = (): void => {};
  const entered = new Promise<void>(resolve => {
    enter = resolve;
  });
  const finished = new Promise<undefined>(resolve => {
    finish = () => resolve(undefined);
  });
  const onClick = () => {
    enter();
    return finished;
  };
  return { entered, onClick, finish };
}

describe('over web requests', () => {
  it('A click over a web request is answered with 200 and JSON', async () => {
    const { url, events, body, receive } = await start();
    const handle = toWebHandler(receive);
    const request = () => new Request(url, { method: 'POST', body, headers: serverHeaders });
    const response = await handle(request(), { remoteAddress: '::ffff:127.0.0.1' });
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'application/json',
      '{}',
    ]);
    expect(events).toHaveLength(1);
    expect((await handle(request(), { remoteAddress: undefined })).status).toBe(403);
    expect((await handle(new Request(url), { remoteAddress: '127.0.0.1' })).status).toBe(405);
    const empty = new Request(url, { method: 'POST' });
    expect((await handle(empty, { remoteAddress: '127.0.0.1' })).status).toBe(400);
  });

  it('A web handler without the address of the sender throws a TypeError that names the argument', async () => {
    const { url, receive } = await start();
    const handle = toWebHandler(receive) as (request: Request, connection?: object) => Promise<Response>;
    await expect(handle(new Request(url))).rejects.toThrow(/^connection: expected { remoteAddress } as the second/);
    await expect(handle(new Request(url), {})).rejects.toThrow(TypeError);
  });
});
