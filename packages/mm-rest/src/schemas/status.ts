import * as v from 'valibot';
import { flag, number } from './lenient.ts';

/** A user's presence. */
export interface UserStatus {
  /** The user. */
  user_id: string;
  /** `online`, `away`, `dnd` or `offline`. */
  status: string;
  /** Whether the user set it by hand. */
  manual: boolean;
  /** When the user was last active, in milliseconds since 1970; 0 if never. */
  last_activity_at: number;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** Checks a {@link UserStatus}. */
export const userStatusSchema: v.GenericSchema<unknown, UserStatus> = v.looseObject({
  user_id: v.string(),
  status: v.string(),
  manual: flag,
  last_activity_at: number,
});
