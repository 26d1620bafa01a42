import { type Bucket, learn, readBucket, take, tokensAt, waitFor } from './bucket.ts';
import { type Lane, needed } from './lanes.ts';
import { readRetryAfter } from './retry-after.ts';

/** The head of an answer. */
export type AnswerHead = Pick<Response, 'status' | 'headers'>;

/** Room for calls. */
export interface Room {
  /** How many could be sent now. */
  readonly free: number;
  /** Of how many; lanes leave a share of it to those before them. */
  readonly size: number;
}

/** So many calls may be under way until an answer tells whether the server limits at all. */
const unknownSize = 8;
/** How long to keep silent after a 429 that does not say. */
const unsaidSilenceMs = 1_000;
/** And at least, because 0 would mean to try again at once. */
const leastSilenceMs = 250;
/** Adding up fractions of a call may fall short of a whole one by this much. */
const roundingError = 1e-6;

/** What one server lets us send, learned from its answers. Sends nothing and waits for nothing. */
export class Allowance {
  /** What the server's headers say, once it has sent any. */
  bucket: Bucket | undefined;
  /** Until when it has asked for silence. */
  silentUntil: number = Number.NEGATIVE_INFINITY;
  /** How many calls are on their way to it. */
  underWay: number = 0;
  #unlimited = false;
  #sent = 0;

  /** How much room there is. */
  room(now: number): Room {
    if (this.silentUntil > now) return { free: 0, size: 0 };
    if (this.bucket !== undefined) {
      return { free: tokensAt(this.bucket, now) + roundingError, size: this.bucket.size };
    }
    return this.#unlimited ? { free: 1, size: 0 } : { free: unknownSize - this.underWay, size: unknownSize };
  }

  /** When a call with so many `before` it can be sent, as far as one can tell now. */
  turnAt(lane: Lane, before: number, now: number): number {
    const waitMs = this.bucket === undefined ? 0 : waitFor(this.bucket, before + needed(lane, this.bucket.size), now);
    return Math.max(this.silentUntil, now + waitMs);
  }

  /** Counts a call that is being sent. Call what is returned when its answer is there, or without one if none came. */
  spend(now: number): (answer: AnswerHead | undefined, now: number) => void {
    const number = ++this.#sent;
    const others = this.underWay++;
    if (this.bucket !== undefined) this.bucket = take(this.bucket, now);
    return (answer, now) => {
      this.underWay--;
      if (answer !== undefined) this.#learn(answer, this.#sent - number + others, now);
    };
  }

  #learn({ status, headers }: AnswerHead, unseen: number, now: number): void {
    const reading = readBucket(headers);
    if (reading !== undefined) this.bucket = learn(this.bucket, reading, unseen, now);
    // Errors without headers say nothing about the limit: a proxy may have answered, or the limiter of one.
    else if (status < 400) {
      // The limit was switched off, or never on: where it is on, all of Mattermost's answers have the headers.
      this.#unlimited = true;
      this.bucket = undefined;
    }
    if (status !== 429) return;
    if (this.bucket !== undefined) this.bucket = { ...this.bucket, tokens: 0, at: now };
    const silenceMs = readRetryAfter(headers.get('retry-after'), Date.now()) ?? unsaidSilenceMs;
    this.silentUntil = Math.max(this.silentUntil, now + Math.max(silenceMs, leastSilenceMs));
  }
}
