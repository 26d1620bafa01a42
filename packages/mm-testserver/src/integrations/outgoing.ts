import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Abandoned } from '../http/attempt.ts';
import type { Schedule } from '../schedule.ts';

/** Calls from the server to integrations. */
export interface Outgoing {
  /** Sends a request and follows redirects; rejects after the timeout. */
  send(call: OutgoingCall): Promise<OutgoingAnswer>;
  /** Rejects every running call: the server goes down. */
  abandon(): void;
}

/** A call to an integration. */
export interface OutgoingCall {
  /** @default 'POST' */
  readonly method?: 'GET' | 'POST';
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
  /** The `Authorization` header. */
  readonly authorization?: string | undefined;
  /** For the whole call with its redirects. */
  readonly timeoutMs: number;
  /** The server reads no more of an answer. @default 1,048,576 */
  readonly maxAnswerBytes?: number;
}

/** The answer of an integration. */
export interface OutgoingAnswer {
  readonly status: number;
  readonly statusText: string;
  /** Empty without one. */
  readonly contentType: string;
  readonly body: string;
}

/** A unit of size, in bytes. */
export const mebibyte: number = 1_024 * 1_024;

const maxRedirects = 10;
const connectTimeoutMs = 3_000;

/** Creates calls over the real network, including loopback, with the server's timers. */
export function createOutgoing(schedule: Schedule): Outgoing {
  const underWay = new Set<AbortController>();
  return {
    async send(call) {
      const controller = new AbortController();
      const { signal } = controller;
      const callOff = schedule(call.timeoutMs, () => controller.abort(new Error('no answer came in time')));
      underWay.add(controller);
      try {
        return await follow(call, signal, schedule);
      } catch (error) {
        // The error of an aborted request does not contain the reason.
        throw signal.aborted ? signal.reason : error;
      } finally {
        callOff();
        underWay.delete(controller);
      }
    },
    abandon() {
      for (const controller of underWay) controller.abort(new Abandoned());
    },
  };
}

interface Step {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly referer: string | undefined;
  readonly authorization: string | undefined;
}

async function follow(call: OutgoingCall, signal: AbortSignal, schedule: Schedule): Promise<OutgoingAnswer> {
  let step: Step = {
    method: call.method ?? 'POST',
    url: call.url,
    referer: undefined,
    authorization: call.authorization,
  };
  for (let i = 0; i < maxRedirects; i += 1) {
    const response = await send(call, step, signal, schedule);
    const { statusCode: status = 0, headers } = response;
    const next = headers.location === undefined ? undefined : redirected(step, status, headers.location);
    if (!next) {
      const { 'content-type': contentType = '' } = headers;
      return {
        status,
        statusText: response.statusMessage ?? '',
        contentType,
        body: await readAnswer(response, call.maxAnswerBytes ?? mebibyte),
      };
    }
    response.destroy();
    step = next;
  }
  throw new Error('too many redirects');
}

/** The next request of a redirect: 307 and 308 keep the method, the others make it a GET. */
function redirected({ method, url, authorization }: Step, status: number, location: string): Step | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  const target = new URL(location, url);
  const from = new URL(url);
  const home = target.hostname === from.hostname || target.hostname.endsWith(`.${from.hostname}`);
  const downgraded = from.protocol === 'https:' && target.protocol === 'http:';
  return {
    method: status >= 307 ? method : 'GET',
    url: target.href,
    referer: downgraded ? undefined : url,
    // Like Go: a token is not sent to another domain.
    authorization: home ? authorization : undefined,
  };
}

function send(call: OutgoingCall, step: Step, signal: AbortSignal, schedule: Schedule): Promise<IncomingMessage> {
  const target = new URL(step.url);
  const secure = target.protocol === 'https:';
  const body = step.method === 'POST' ? Buffer.from(call.body) : undefined;
  // In the order of Go.
  const headers = {
    Host: target.host,
    'User-Agent': 'Mattermost-Bot/1.1',
    ...(body && { 'Content-Length': body.length }),
    Accept: 'application/json',
    ...(step.authorization && { Authorization: step.authorization }),
    'Content-Type': call.contentType,
    ...(step.referer && { Referer: step.referer }),
    'Accept-Encoding': 'gzip',
  };
  // A new connection for each call, so that no connection stays open.
  const agent = secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
  const options: RequestOptions = { method: step.method, path: pathAsWritten(step.url), headers, agent, signal };
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(target, options, resolve).on('error', reject);
    request.removeHeader('connection');
    const callOff = schedule(connectTimeoutMs, () => request.destroy(new Error('the connection was not made in time')));
    request.on('socket', socket => socket.once(secure ? 'secureConnect' : 'connect', callOff)).on('close', callOff);
    request.end(body);
  });
}

/** The path and query as written: `URL` would resolve `..`, which Go keeps. */
function pathAsWritten(url: string): string {
  const [, path = ''] = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*([^#]*)/i.exec(url) ?? [];
  const escaped = path.replace(/[^!-~]+/gu, encodeURIComponent);
  return escaped.startsWith('/') ? escaped : `/${escaped}`;
}

async function readAnswer(response: IncomingMessage, maxAnswerBytes: number): Promise<string> {
  const zipped = response.headers['content-encoding'] === 'gzip';
  const stream = zipped ? pipeline(response, createGunzip(), () => {}) : response;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    size += chunk.length;
    if (size >= maxAnswerBytes) break;
  }
  response.destroy();
  return Buffer.concat(chunks).subarray(0, maxAnswerBytes).toString('utf8');
}
