import * as v from 'valibot';
import { flag, number } from './lenient.ts';

/** Whether somebody is there. */
export interface UserStatus {
  /** Who. */
  user_id: string;
  /** `online`, `away`, `dnd` or `offline`. */
  status: string;
  /** Whether it was set by hand. */
  manual: boolean;
  /** When the user was last active, in milliseconds; 0 if never. */
  last_activity_at: number;
  /** What is not named here, as the server sent it. */
  [field: string]: unknown;
}

/** Checks a {@link UserStatus}. */
export const userStatusSchema: v.GenericSchema<unknown, UserStatus> = v.looseObject({
  user_id: v.string(),
  status: v.string(),
  manual: flag,
  last_activity_at: number,
});
