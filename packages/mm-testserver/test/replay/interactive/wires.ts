import { gzipSync } from 'node:zlib';
import type { Asked, Reply } from '../../support/integration.ts';
import { fillInAll } from '../names.ts';
import { insistOnSame } from '../same.ts';
import type { Scene } from './scene.ts';
import type { CallRecord, EventRecord } from './steps.ts';

/** Forgets the frames so far: after the reply to a ping, all earlier events have arrived. */
export async function dropFrames({ sockets }: Scene): Promise<void> {
  for (const socket of Object.values(sockets)) {
    socket.send({ seq: 99, action: 'ping' });
    await socket.next(({ seq_reply }) => seq_reply === 99);
  }
}

/** What the integration answers to a call. */
export function replyOf({ names }: Scene, { answered = {} }: CallRecord): Reply {
  const { status = 200 } = answered;
  const body = fillInAll(answered.body, names);
  const headers = fillInAll(answered.headers, names) as Record<string, string> | undefined;
  const shown = { status, ...(headers && { headers }) };
  if (headers?.['content-encoding'] === 'gzip') {
    return { ...shown, text: gzipSync(String(body).replace(/^\(a gzip of (.*)\)$/, '$1')) };
  }
  if (typeof body === 'string') return { ...shown, text: body };
  return { ...shown, ...(body !== undefined && { body }) };
}

/** Compares the calls that the integration got, and their bytes where they were recorded. */
export function compareCalls(
  { names }: Scene,
  came: Asked[],
  calls: readonly CallRecord[],
  raws: readonly string[],
): void {
  const expected = calls.flatMap(({ request }) => (request ? [request] : []));
  insistOnSame({ calls: expected.length }, { calls: came.length }, names);
  // The server calls the addresses of an outgoing webhook at the same time.
  const byPath = (one: { path: string }, other: { path: string }): number => one.path.localeCompare(other.path);
  if (expected.every(({ path }) => path.startsWith('/out'))) {
    expected.sort(byPath);
    came.sort(byPath);
  }
  for (const [at, { method, path, headers, body }] of expected.entries()) {
    const ours = came[at];
    const shown = Object.fromEntries(Object.keys(headers).map(name => [name, ours?.headers[name]]));
    // The query of a GET is in the body too, as fields.
    const [theirs, mine] = [path, ours?.path ?? ''].map(text => (method === 'GET' ? text.split('?')[0] : text));
    insistOnSame({ method, path: theirs, headers }, { method: ours?.method, path: mine, headers: shown }, names);
    // The server lists mentioned users in any order.
    insistOnSame(body, fieldsOf(ours?.body?.$form ?? ours?.body, ours?.path ?? ''), names, { anyOrder: true });
  }
  for (const [at, raw] of raws.entries()) insistOnSame(`raw ${raw}`, `raw ${came[at]?.text}`, names);
}

function fieldsOf(body: unknown, path: string): unknown {
  return body ?? Object.fromEntries(new URLSearchParams(path.split('?')[1]));
}

const compared = ['ephemeral_message', 'posted', 'post_edited', 'open_dialog'];

/** Compares the next event of a socket, apart from that about the post of the step; with `null`, no such event may come. */
export async function compareEvent(
  { sockets, names }: Scene,
  { to, event: recorded }: EventRecord,
  ownPostId: string | undefined,
): Promise<void> {
  const socket = sockets[to];
  const isOwn = (data: unknown): boolean =>
    ownPostId !== undefined && JSON.parse(Object(data).post ?? '{}').id === ownPostId;
  if (recorded === null) {
    socket?.send({ seq: 77, action: 'ping' });
    const isWanted = ({ event, data }: Readonly<Record<string, unknown>>) =>
      compared.includes(String(event)) && !isOwn(data);
    const next = await socket?.next(frame => isWanted(frame) || frame['seq_reply'] === 77);
    return insistOnSame({ event: 'none' }, { event: next?.['event'] ?? 'none' }, names);
  }
  const { seq: _, ...actual } = Object(
    await socket?.next(({ event, data }) => event === recorded['event'] && !isOwn(data)),
  );
  insistOnSame(recorded, actual, names);
  if (recorded['event'] === 'ephemeral_message') keepCookies(actual.data.post, names.ids);
}

/** Later steps send the cookies of the buttons back. */
function keepCookies(post: string, ids: Map<string, string>): void {
  for (const { actions = [] } of JSON.parse(post).props.attachments ?? []) {
    for (const { id, cookie } of actions) if (cookie) ids.set(`$cookie.${id}`, cookie).set('$cookie', cookie);
  }
}
