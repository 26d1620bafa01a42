import { AppError, ConnectionDropped, errorBody } from '../errors.ts';
import { toJson } from '../json.ts';
import type { HttpAnswer } from './answer-request.ts';

/** An answer in any case; `undefined` drops the connection. */
export async function attempt(answer: () => HttpAnswer | Promise<HttpAnswer>): Promise<HttpAnswer | undefined> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ConnectionDropped) return undefined;
    if (error instanceof Abandoned) throw error;
    // A mistake of this package: loud, and with the place where it happened.
    const bug = new AppError(500, 'testserver.bug', error instanceof Error ? String(error.stack) : String(error));
    return { status: 500, headers: { 'Content-Type': 'application/json' }, body: toJson(errorBody(bug)), userId: '' };
  }
}

/** The server went down while a fault kept the request back: what it was doing is lost. */
export class Abandoned extends Error {}
