import { type Bucket, learn, readBucket, take, tokensAt, waitFor } from './bucket.ts';
import { type Lane, roomNeeded } from './lanes.ts';
import { readRetryAfter } from './retry-after.ts';

/** The head of an answer. */
export type AnswerHead = Pick<Response, 'status' | 'headers'>;

/** Room for calls. */
export interface Room {
  /** How many could be sent now. */
  readonly free: number;
  /** The size of the bucket; lanes leave a share of it to those before them. */
  readonly size: number;
}

/** How many calls may be under way until an answer shows whether the server limits calls at all. */
const maxBeforeFirstAnswer = 8;
/** How long to send nothing after a 429 without a `Retry-After`. */
const defaultSilenceMs = 1_000;
/** The shortest silence after a 429, because 0 would mean to retry at once. */
const shortestSilenceMs = 250;
/** The longest silence after a 429, so that one odd answer cannot silence a bot for a day. */
const longestSilenceMs = 5 * 60_000;
/** Adding up fractions of a call may fall short of a whole one by this much. */
const roundingError = 1e-6;

/** What one server lets us send, learned from its answers. Sends nothing and waits for nothing. */
export class Allowance {
  /** What the server's headers say, once it has sent any. */
  bucket: Bucket | undefined;
  /** Until when a 429 forbids calls. */
  silentUntil: number = Number.NEGATIVE_INFINITY;
  /** How many calls are on their way to the server. */
  underWay: number = 0;
  #isUnlimited = false;
  #sent = 0;

  /** How much room there is now. */
  room(now: number): Room {
    if (this.silentUntil > now) return { free: 0, size: 0 };
    if (this.bucket !== undefined) {
      return { free: tokensAt(this.bucket, now) + roundingError, size: this.bucket.size };
    }
    if (this.#isUnlimited) return { free: 1, size: 0 };
    return { free: maxBeforeFirstAnswer - this.underWay, size: maxBeforeFirstAnswer };
  }

  /**
   * When a call that has `before` others in front of it can be sent: certainly not before `earliest`, and at `latest` if
   * all stays as it is. They are far apart until the answers have shown how fast the server regains calls.
   */
  turnAt(lane: Lane, before: number, now: number): { readonly earliest: number; readonly latest: number } {
    const wait =
      this.bucket === undefined
        ? { least: 0, most: 0 }
        : waitFor(this.bucket, before + roomNeeded(lane, this.bucket.size), now);
    return {
      earliest: Math.max(this.silentUntil, now + wait.least),
      latest: Math.max(this.silentUntil, now + wait.most),
    };
  }

  /** Whether no answer has come yet, so that nothing is known of the server. */
  get isUnknown(): boolean {
    return this.bucket === undefined && !this.#isUnlimited;
  }

  /** Counts a call that is being sent. Returns a function to call with its answer, or without one if none came. */
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
    // Errors without headers say nothing about the limit: a proxy may have answered, or the limiter of a proxy.
    else if (status < 400) {
      // The limit was switched off, or never on: where it is on, all of Mattermost's answers have the headers.
      this.#isUnlimited = true;
      this.bucket = undefined;
    }
    if (status !== 429) return;
    if (this.bucket !== undefined) this.bucket = { ...this.bucket, tokens: 0, at: now };
    const silenceMs = readRetryAfter(headers.get('retry-after'), Date.now()) ?? defaultSilenceMs;
    const boundedMs = Math.min(Math.max(silenceMs, shortestSilenceMs), longestSilenceMs);
    this.silentUntil = Math.max(this.silentUntil, now + boundedMs);
  }
}
