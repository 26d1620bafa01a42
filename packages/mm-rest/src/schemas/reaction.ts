import * as v from 'valibot';
import { number } from './lenient.ts';

/** A reaction to a post. */
export interface Reaction {
  /** Who reacted. */
  user_id: string;
  /** The post. */
  post_id: string;
  /** The emoji's name, without colons, such as `thumbsup`. */
  emoji_name: string;
  /** When it was added, in milliseconds since 1970. */
  create_at: number;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** Checks a {@link Reaction}. */
export const reactionSchema: v.GenericSchema<unknown, Reaction> = v.looseObject({
  user_id: v.string(),
  post_id: v.string(),
  emoji_name: v.string(),
  create_at: number,
});
