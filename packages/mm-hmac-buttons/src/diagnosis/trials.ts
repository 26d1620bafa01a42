import { createHmac } from 'node:crypto';
import type { Json } from '../signing/json.ts';
import { type Serialiser, serialise } from '../signing/serialiser.ts';

/** Compares the token of a context with signatures over many texts, until a limit of work is reached. */
export interface Trials {
  /** Whether the token signs this text, under the right secret or another key. `false` once the limit is reached. */
  isSigned(text: string, key?: string | Buffer): boolean;
  /** The same for data, in the form of a serialiser and with a text behind it. */
  isSignedAs(value: Json, serialiser: Serialiser, key?: string | Buffer, suffix?: string): boolean;
  /** Whether the limit is reached, so that some mistakes were not tried. */
  readonly isOver: boolean;
}

// In characters, with 200 more for each text. A processor needs less than a second for it.
const maxWork = 8_000_000;
const workPerText = 200;

/** Starts to compare. `secret` is the one under which the token should be right. */
export function createTrials(token: string, secret: string): Trials {
  let work = 0;
  const isSigned = (text: string, key: string | Buffer = secret): boolean => {
    work += text.length + workPerText;
    return createHmac('sha256', key).update(text).digest('hex') === token;
  };
  return {
    isSigned: (text, key) => work <= maxWork && isSigned(text, key),
    isSignedAs: (value, serialiser, key, suffix = '') =>
      work <= maxWork && isSigned(serialise(value, serialiser) + suffix, key),
    get isOver() {
      return work > maxWork;
    },
  };
}
