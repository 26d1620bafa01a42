import { type ClientSocket, openClientSocket } from '../clients/client-socket.ts';
import { fillIn, fillInAll, type Names } from './names.ts';
import { notReplayed } from './not-replayed.ts';
import type { Entry, Frame, Recording, RestEntry, SocketEntry } from './recording.ts';
import { type Exactness, insistOnSame } from './same.ts';
import { type Seeded, seed } from './seed.ts';

/** What became of a recording: which entries were replayed, and where the answers differ. */
export interface Outcome {
  readonly replayed: readonly string[];
  readonly skipped: readonly string[];
  readonly differences: readonly string[];
}

/** Where the recordings show something that is not the server's word. */
const exactness: Readonly<Record<string, Exactness>> = {
  // The recorder kept these settings only.
  'client config (old format)': { mayHaveMore: true },
  // Channels with the same display name, and members, come as the table holds them.
  'channels of me in team': { anyOrder: true },
  'channel members': { shapeOnly: true },
  // The recorder kept the first six; four of them have the same create_at.
  'posts since': { mayHaveMore: true, anyOrder: true },
};

/** Sockets that the recorder opened without recording it, just before the entry with this label. */
const opened: Readonly<Record<string, string>> = {
  'post with a mention': 'alice',
  'disable the bot': 'claw2',
  'post with a dialog button': 'alice',
  'archive it': 'claw',
};

/** What the recorder had alice post in `ops` while it was listening. */
const postedMeanwhile: Readonly<Record<string, string>> = {
  'token revoked while connected: ping action, then a post in a channel of the bot': 'after revocation',
  'bot disabled while connected: ping action, then a post': 'while disabled',
  'bot enabled again on the same socket: ping action, then a post': 'once enabled',
};

interface Replaying extends Seeded {
  readonly sockets: Map<string, ClientSocket>;
  readonly all: ClientSocket[];
  /** Once an entry was left out of which others are told, events are missing, and the sequence runs behind. */
  sequenceHolds: boolean;
}

/** Runs a whole recording against a server of that version. */
export async function replay(recording: Recording): Promise<Outcome> {
  const replaying: Replaying = { ...(await seed(recording)), sockets: new Map(), all: [], sequenceHolds: true };
  const outcome = { replayed: [] as string[], skipped: [] as string[], differences: [] as string[] };
  try {
    for (const entry of recording.entries) {
      if (entry.label in notReplayed || entry.kind === 'sequence') {
        outcome.skipped.push(entry.label);
        if (makesEvents(entry)) replaying.sequenceHolds = false;
        continue;
      }
      outcome.replayed.push(entry.label);
      await replayEntry(replaying, entry).catch(error => outcome.differences.push(`${entry.label}: ${error}`));
    }
  } finally {
    for (const socket of replaying.all) socket.end();
    await replaying.mattermost.stop();
  }
  return outcome;
}

/** Whether others would have been told of it. */
function makesEvents(entry: Entry): boolean {
  if (entry.kind !== 'rest') return entry.kind === 'ws';
  return entry.request.method !== 'GET' && (entry.response.status ?? 0) < 400;
}

async function replayEntry(replaying: Replaying, entry: Exclude<Entry, { kind: 'sequence' }>): Promise<void> {
  const listener = opened[entry.label];
  if (listener && !replaying.sockets.has(listener)) {
    replaying.sockets.set(listener, await open(replaying, tokenOf(listener, replaying.names)));
  }
  if (entry.kind === 'rest') await replayRequest(replaying, entry);
  else await replayFrames(replaying, entry);
}

function tokenOf(as: string | null, { ids }: Names): string | undefined {
  if (as === 'claw_t2') return ids.get('$claw.token2');
  return as === null ? undefined : (ids.get(`$${as}.token`) ?? as);
}

async function request(replaying: Replaying, as: string | null, what: RestEntry['request']): Promise<Response> {
  const { mattermost, names } = replaying;
  const token = tokenOf(as, names);
  const body = fillInAll(what.body, names);
  return await fetch(`${mattermost.url}/api/v4${fillIn(what.path, names)}`, {
    method: what.method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

async function replayRequest(replaying: Replaying, { label, as, request: what, response }: RestEntry): Promise<void> {
  const { networkError, ...recorded } = response;
  const answer = request(replaying, as, what);
  if (networkError !== undefined) {
    const reason = await answer.then(
      () => 'an answer',
      () => networkError,
    );
    return insistOnSame(networkError, reason, replaying.names);
  }
  const { status, headers } = await answer;
  const body = await (await answer).json();
  insistOnSame(recorded, { status, contentType: headers.get('content-type'), body }, replaying.names, exactness[label]);
}

async function replayFrames(replaying: Replaying, { label, as, frames }: SocketEntry): Promise<void> {
  const challenged = frames.some(frame => frame.dir === 'send' && frame.frame['action'] === 'authentication_challenge');
  const bad = label === 'authorization header with a bad token';
  let socket = replaying.sockets.get(as);
  for (const frame of frames) {
    if (frame.dir === 'open') {
      const token = bad ? 'x'.repeat(26) : tokenOf(as, replaying.names);
      socket = await open(replaying, challenged ? undefined : token);
      if (!challenged && !bad) replaying.sockets.set(as, socket);
    } else if (socket) {
      const meanwhile = frame.dir === 'recv' && frame.frame['event'] === 'posted' ? postedMeanwhile[label] : undefined;
      if (meanwhile) await post(replaying, meanwhile);
      await replayFrame(replaying, socket, frame);
    }
  }
  // What comes after such a post would have come by now, since the answer to a ping is not overtaken.
  const last = frames.at(-1);
  if (postedMeanwhile[label] && last?.dir === 'recv' && last.frame['event'] !== 'posted') {
    await post(replaying, postedMeanwhile[label]);
    socket?.send({ seq: 99, action: 'ping' });
    const next = await socket?.next(() => true);
    insistOnSame(
      { status: 'FAIL', seq_reply: 99 },
      { status: next?.['status'], seq_reply: next?.['seq_reply'] },
      replaying.names,
    );
  }
}

async function replayFrame(
  replaying: Replaying,
  socket: ClientSocket,
  frame: Exclude<Frame, { dir: 'open' }>,
): Promise<void> {
  const { names, sequenceHolds } = replaying;
  if (frame.dir === 'close') return insistOnSame(frame.code, await socket.closed(), names);
  if (frame.dir === 'send') return socket.send(fillInAll(frame.frame, names));
  const recorded = frame.frame;
  const actual = await socket.next(({ event, seq, seq_reply }) =>
    'event' in recorded
      ? event === recorded['event'] && (!sequenceHolds || seq === recorded['seq'])
      : seq_reply === recorded['seq_reply'],
  );
  const { seq, ...rest } = actual;
  insistOnSame({ ...recorded, seq: undefined }, { ...rest, seq: undefined }, names);
  if (sequenceHolds && 'event' in recorded) insistOnSame(recorded['seq'], seq, names);
}

async function open(replaying: Replaying, token: string | undefined): Promise<ClientSocket> {
  const socket = await openClientSocket(replaying.mattermost.url, token);
  replaying.all.push(socket);
  return socket;
}

async function post(replaying: Replaying, message: string): Promise<void> {
  const body = { channel_id: '$ops.id', message };
  await request(replaying, 'alice', { method: 'POST', path: '/posts', body });
}
