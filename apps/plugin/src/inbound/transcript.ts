import type { Session } from './session-note.ts';

/** What a person or the agent has said in a session. */
export interface Said {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** Of what a person said, when the post was written, on the server's clock. */
  readonly timestamp?: number;
}

/** Reads the last part of what was said in a session, oldest first. */
export type ReadTranscript = (session: Session) => Promise<readonly Said[]>;

/** What the agent has said after a post, whether or not anybody got to see it. */
export interface SpokenAnswer {
  readonly text: string;
  /** When the posts were written that it had before it. */
  readonly to: ReadonlySet<number>;
}

/**
 * Finds what the agent has said to a post, by the time at which that was written: OpenClaw keeps it in the transcript to
 * the millisecond. A post that was handed over twice is there twice.
 */
export function answersIn(said: readonly Said[], writtenAt: number): SpokenAnswer[] {
  return said.flatMap((one, index) => {
    if (one.role !== 'user' || one.timestamp !== writtenAt) return [];
    const answer = said.findIndex(({ role }, later) => later > index && role === 'assistant');
    if (answer < 0) return [];
    const next = said.findIndex(({ role }, later) => later > answer && role === 'user');
    const before = said.findLastIndex(({ role }, earlier) => earlier < answer && role === 'assistant');
    const to = new Set(said.slice(before + 1, answer).flatMap(({ timestamp }) => timestamp ?? []));
    return said.slice(answer, next < 0 ? undefined : next).map(({ text }) => ({ text, to }));
  });
}
