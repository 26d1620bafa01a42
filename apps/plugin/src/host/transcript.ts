/** What a person or the agent has said in a session. */
export interface Said {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** Of what a person said, when the post was written, on the server's clock. */
  readonly timestamp?: number;
}

/** Whether a session has heard a post; OpenClaw keeps to the millisecond when it was written. */
export function isHeard(said: readonly Said[], writtenAt: number): boolean {
  return said.some(({ role, timestamp }) => role === 'user' && timestamp === writtenAt);
}

/**
 * Finds what the agent has said to a post, whether or not anybody got to see it, by the time at which the post was
 * written. A post that was handed over twice is there twice.
 */
export function answersIn(said: readonly Said[], writtenAt: number): Said[] {
  return said.flatMap((one, index) => {
    if (one.role !== 'user' || one.timestamp !== writtenAt) return [];
    const answer = said.findIndex(({ role }, later) => later > index && role === 'assistant');
    if (answer < 0) return [];
    const next = said.findIndex(({ role }, later) => later > answer && role === 'user');
    return said.slice(answer, next < 0 ? undefined : next);
  });
}
