import * as v from 'valibot';
import { number, text } from './lenient.ts';

/** A team. */
export interface Team {
  /** 26 characters. */
  id: string;
  /** The name in addresses. */
  name: string;
  /** The name that people see. */
  display_name: string;
  /** `O` for one that anybody can join, `I` for one by invitation. */
  type: string;
  /** When it was archived, in milliseconds; 0 if it was not. */
  delete_at: number;
  /** What is not named here, as the server sent it. */
  [field: string]: unknown;
}

/** Checks a {@link Team}. */
export const teamSchema: v.GenericSchema<unknown, Team> = v.looseObject({
  id: v.string(),
  name: v.string(),
  display_name: text,
  type: text,
  delete_at: number,
});
