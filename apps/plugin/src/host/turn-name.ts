import { createHash } from 'node:crypto';

/** What OpenClaw computes the name of a turn from. */
export interface TurnAddress {
  readonly accountId: string;
  /** The target given as `reply.to`, such as `channel:<id>`; the thread is not part of it. */
  readonly to: string;
  /** The message id given to `buildContext`. */
  readonly messageId: string;
}

/**
 * Computes the name under which OpenClaw records the turn of a message: in the session's row, in the transcript and in the
 * list of finished turns. OpenClaw does not export its function, and the prefix has a version: `isNamedAsExpected` in
 * `recovery/` compares the name with what a transcript shows.
 */
export function turnName({ accountId, to, messageId }: TurnAddress): string {
  const source = JSON.stringify(['mattermost', accountId, to, messageId]);
  return `channel-user:v1:${createHash('sha256').update(source).digest('hex')}`;
}
