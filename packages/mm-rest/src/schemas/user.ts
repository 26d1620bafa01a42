import * as v from 'valibot';
import { flag, number, text } from './lenient.ts';

/** A person or a bot. */
export interface User {
  /** 26 characters. */
  id: string;
  /** Lower case, without the `@`; it can change, the id cannot. */
  username: string;
  /** The only reliable mark of a bot account. */
  is_bot: boolean;
  /** A bot's display name; empty where the server hides full names. */
  first_name: string;
  /** Empty where the server hides full names. */
  last_name: string;
  /** Often empty. */
  nickname: string;
  /** Empty where the server hides addresses. */
  email: string;
  /** System-wide roles, separated by blanks, such as `system_user system_admin`. */
  roles: string;
  /** When the account was deactivated, in milliseconds since 1970; 0 if it is active. */
  delete_at: number;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** Checks a {@link User}. */
export const userSchema: v.GenericSchema<unknown, User> = v.looseObject({
  id: v.string(),
  username: v.string(),
  is_bot: flag,
  first_name: text,
  last_name: text,
  nickname: text,
  email: text,
  roles: text,
  delete_at: number,
});
