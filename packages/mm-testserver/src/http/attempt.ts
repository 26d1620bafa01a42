import { AppError, ConnectionDropped, errorBody } from '../errors.ts';
import { toJson } from '../json.ts';
import type { HttpAnswer } from './answer-request.ts';

/** Answers a request even after an unexpected error; `undefined` means that the connection must be dropped. */
export async function attempt(answer: () => HttpAnswer | Promise<HttpAnswer>): Promise<HttpAnswer | undefined> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ConnectionDropped) return undefined;
    if (error instanceof Abandoned) throw error;
    // A bug of this package: report it with its stack.
    const bug = new AppError(500, 'testserver.bug', error instanceof Error ? String(error.stack) : String(error));
    return { status: 500, headers: { 'Content-Type': 'application/json' }, body: toJson(errorBody(bug)), userId: '' };
  }
}

/** The server went down during a request, which therefore never ends. */
export class Abandoned extends Error {}
