import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createInteractionReceiver,
  createMemoryStore,
  type InteractionEvent,
  issueChoice,
  type ReceiverOptions,
  toNodeListener,
  toWebHandler,
} from '../../src/index.ts';
import { clickBody, serverHeaders } from '../support/requests.ts';

const place = { accountId: 'default', channelId: clickBody.channel_id };

async function start(options: Partial<ReceiverOptions> = {}) {
  const store = createMemoryStore();
  const events: InteractionEvent[] = [];
  const onClick = async (event: InteractionEvent) => {
    events.push(event);
    return undefined;
  };
  const receive = createInteractionReceiver({ accountId: 'default', store, onClick, path: '/clicks', ...options });
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

  it('Requests beyond maxConcurrent are refused with 429', async () => {
    let finish: (() => void) | undefined;
    const handled = new Promise<undefined>(resolve => (finish = () => resolve(undefined)));
    const entered: Promise<void>[] = [];
    let enter: (() => void) | undefined;
    entered.push(new Promise(resolve => (enter = resolve)));
    const onClick = () => {
      enter?.();
      return handled;
    };
    const { url, body } = await start({ maxConcurrent: 1, onClick });
    const first = post(url, body);
    await entered[0];
    expect((await post(url, body)).status).toBe(429);
    finish?.();
    expect((await first).status).toBe(200);
  });

  it('The server gets its answer in time while a slow handler goes on', async () => {
    let aborted = false;
    const onClick: ReceiverOptions['onClick'] = (_, { signal }) =>
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
});
