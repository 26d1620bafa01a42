import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Abandoned } from '../http/attempt.ts';
import type { Schedule } from '../schedule.ts';

/** How the server reaches the programs that it is told to call. */
export interface Outgoing {
  /** Sends a POST and follows redirects; rejects when no answer comes in time. */
  post(call: OutgoingCall): Promise<OutgoingAnswer>;
  /** Gives up every call that is under way, as a process does that ends. */
  abandon(): void;
}

/** A call to such a program. */
export interface OutgoingCall {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
  /** Sent along as `Authorization`. */
  readonly authorization?: string | undefined;
  /** For the whole call, redirects included. */
  readonly timeoutMs: number;
}

/** What it answered. */
export interface OutgoingAnswer {
  readonly status: number;
  readonly body: string;
}

/** Of a longer answer only so much is read. */
const maxAnswerBytes = 1_024 * 1_024;
const maxRedirects = 10;
const connectTimeoutMs = 3_000;

/** Calls over the network, loopback included; the timers are the server's. */
export function createOutgoing(schedule: Schedule): Outgoing {
  const underWay = new Set<AbortController>();
  return {
    async post(call) {
      const controller = new AbortController();
      const { signal } = controller;
      const callOff = schedule(call.timeoutMs, () => controller.abort(new Error('no answer came in time')));
      underWay.add(controller);
      try {
        return await follow(call, signal, schedule);
      } catch (error) {
        // What an abort looks like from below says nothing about its reason.
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
  let step: Step = { method: 'POST', url: call.url, referer: undefined, authorization: call.authorization };
  for (let i = 0; i < maxRedirects; i += 1) {
    const response = await send(call, step, signal, schedule);
    const { statusCode: status = 0, headers } = response;
    const next = headers.location === undefined ? undefined : redirected(step, status, headers.location);
    if (!next) return { status, body: await readAnswer(response) };
    response.destroy();
    step = next;
  }
  throw new Error('too many redirects');
}

/** The kinds of redirect that keep the method, and those that make it a GET. */
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
    // A token for one host is not for another.
    authorization: home ? authorization : undefined,
  };
}

function send(call: OutgoingCall, step: Step, signal: AbortSignal, schedule: Schedule): Promise<IncomingMessage> {
  const target = new URL(step.url);
  const secure = target.protocol === 'https:';
  const body = step.method === 'POST' ? Buffer.from(call.body) : undefined;
  // In the order in which Go writes them.
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
  // Each call has a connection of its own, so that none is left behind.
  const agent = secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
  const options: RequestOptions = { method: step.method, path: pathAsWritten(step.url), headers, agent, signal };
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(target, options, resolve).on('error', reject);
    request.removeHeader('connection');
    const callOff = schedule(connectTimeoutMs, () => request.destroy(new Error('no connection came about in time')));
    request.on('socket', socket => socket.once(secure ? 'secureConnect' : 'connect', callOff)).on('close', callOff);
    request.end(body);
  });
}

/** Path and query as they stand in the address: parsing it would take out `..`, which Go leaves in. */
function pathAsWritten(url: string): string {
  const [, path = ''] = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*([^#]*)/i.exec(url) ?? [];
  const escaped = path.replace(/[^!-~]+/gu, encodeURIComponent);
  return escaped.startsWith('/') ? escaped : `/${escaped}`;
}

async function readAnswer(response: IncomingMessage): Promise<string> {
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
