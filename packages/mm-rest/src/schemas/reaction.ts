import * as v from 'valibot';
import { number } from './lenient.ts';

/** Somebody's emoji on a post. */
export interface Reaction {
  /** Who reacted. */
  user_id: string;
  /** To which post. */
  post_id: string;
  /** The emoji's name without colons, such as `thumbsup`. */
  emoji_name: string;
  /** When, in milliseconds. */
  create_at: number;
  /** What is not named here, as the server sent it. */
  [field: string]: unknown;
}

/** Checks a {@link Reaction}. */
export const reactionSchema: v.GenericSchema<unknown, Reaction> = v.looseObject({
  user_id: v.string(),
  post_id: v.string(),
  emoji_name: v.string(),
  create_at: number,
});
