import { type ClientSocket, openClientSocket } from '../support/client-socket.ts';
import { postedMeanwhile, resuming } from './circumstances.ts';
import { fillIn, fillInAll } from './names.ts';
import type { Frame, SocketEntry } from './recording.ts';
import { send, tokenOf } from './requests.ts';
import { insistOnSame } from './same.ts';
import type { Seeded } from './seed.ts';

/** A recording that is being replayed. */
export interface Replaying extends Seeded {
  readonly sockets: Map<string, ClientSocket>;
  readonly all: ClientSocket[];
}

/** Opens a socket until the end of the recording. */
export async function open(replaying: Replaying, token: string | undefined, query = ''): Promise<ClientSocket> {
  const socket = await openClientSocket(replaying.mattermost.url, token, query);
  replaying.all.push(socket);
  return socket;
}

/** Repeats what the recorder did with a socket, and compares the frames. */
export async function replayFrames(replaying: Replaying, { label, as, frames }: SocketEntry): Promise<void> {
  const challenged = frames.some(frame => frame.dir === 'send' && frame.frame['action'] === 'authentication_challenge');
  const bad = label === 'authorization header with a bad token';
  let socket = replaying.sockets.get(as);
  for (const frame of frames) {
    if (frame.dir === 'open') {
      const token = bad ? 'x'.repeat(26) : tokenOf(as, replaying.names);
      if (resuming[label]) await beforeResuming(replaying, label, socket);
      const query = fillIn(resuming[label]?.query ?? '', replaying.names);
      socket = await open(replaying, challenged ? undefined : token, query);
      if (!challenged && !bad) replaying.sockets.set(as, socket);
    } else if (socket) {
      const meanwhile = frame.dir === 'recv' && frame.frame['event'] === 'posted' ? postedMeanwhile[label] : undefined;
      if (meanwhile) await post(replaying, meanwhile);
      await replayFrame(replaying, socket, frame);
    }
  }
  await insistOnSilence(replaying, label, frames.at(-1), socket);
}

/** Drops the previous socket, waits until the server notices, and writes the missed posts. */
async function beforeResuming(replaying: Replaying, label: string, socket: ClientSocket | undefined): Promise<void> {
  const { mattermost, names } = replaying;
  socket?.end();
  const connectionId = names.ids.get('$conn.1');
  while (mattermost.sockets.some(open => open.connectionId === connectionId)) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  for (const message of resuming[label]?.missed ?? []) await post(replaying, message);
}

/** Frames arrive in order, so after the reply to a ping no earlier event can arrive. */
async function insistOnSilence(
  replaying: Replaying,
  label: string,
  last: Frame | undefined,
  socket: ClientSocket | undefined,
): Promise<void> {
  const message = postedMeanwhile[label];
  if (!message || last?.dir !== 'recv' || last.frame['event'] === 'posted') return;
  await post(replaying, message);
  socket?.send({ seq: 99, action: 'ping' });
  const next = await socket?.next(() => true);
  const reply = { status: next?.['status'], seq_reply: next?.['seq_reply'] };
  insistOnSame({ status: 'FAIL', seq_reply: 99 }, reply, replaying.names);
}

async function replayFrame(
  { names }: Replaying,
  socket: ClientSocket,
  frame: Exclude<Frame, { dir: 'open' }>,
): Promise<void> {
  if (frame.dir === 'close') return insistOnSame(frame.code, await socket.closed(), names);
  if (frame.dir === 'send') return socket.send(fillInAll(frame.frame, names));
  const recorded = frame.frame;
  const actual = await socket.next(({ event, seq, seq_reply }) =>
    'event' in recorded ? event === recorded['event'] && seq === recorded['seq'] : seq_reply === recorded['seq_reply'],
  );
  insistOnSame(recorded, actual, names);
}

async function post(replaying: Replaying, message: string): Promise<void> {
  const body = { channel_id: '$ops.id', message };
  await send(replaying, { as: 'alice', method: 'POST', path: '/posts', body });
}
