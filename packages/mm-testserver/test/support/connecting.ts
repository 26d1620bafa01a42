import { onTestFinished } from 'vitest';
import type { Mattermost } from '../../src/index.ts';
import { type ClientSocket, openClientSocket } from './client-socket.ts';

/** Opens a socket with or without a token; it closes with the test. */
export async function connect(mattermost: Mattermost, who?: { readonly token: string }): Promise<ClientSocket> {
  const socket = await openClientSocket(mattermost.url, who?.token);
  onTestFinished(() => socket.end());
  return socket;
}

type Frame = Readonly<Record<string, unknown>>;

/** Whether a frame is the event of that name. */
export function event(name: string): (frame: Frame) => boolean {
  return frame => frame['event'] === name;
}

/** Whether a frame answers the request of that number. */
export function reply(seq: number): (frame: Frame) => boolean {
  return frame => frame['seq_reply'] === seq;
}
