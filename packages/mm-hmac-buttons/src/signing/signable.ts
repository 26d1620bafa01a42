import { ContextError } from '../errors.ts';
import { isJsonObject, type JsonObject, maxDepth } from './json.ts';
import { isPlain } from './text-escapes.ts';

/**
 * The first characters of every action id that belongs to a ticket. Signed contexts may not contain such an id, so a
 * signature can never replace a ticket, even when the signer has the bot's token.
 */
export const ticketActionPrefix = 'ticket0';

/** Whether an action with this id belongs to a ticket. */
export function isTicketActionId(id: string): boolean {
  return id.startsWith(ticketActionPrefix);
}

/**
 * Checks that a context comes back from Mattermost as it was sent, and that it contains no field of the server's or of a
 * ticket.
 *
 * @throws ContextError with the field and the fix.
 */
export function checkSignable(context: unknown): asserts context is JsonObject & { readonly action_id: string } {
  if (!isJsonObject(context)) throw new ContextError('context', 'must be an object');
  if ('_token' in context)
    throw new ContextError('context._token', 'is already there: sign a context once, without it');
  if ('_ticket' in context) {
    throw new ContextError('context._ticket', 'belongs to buttons with a ticket, which are not signed');
  }
  if ('selected_option' in context) {
    throw new ContextError('context.selected_option', 'Mattermost writes the chosen option there: choose another name');
  }
  const { action_id: actionId } = context;
  if (typeof actionId !== 'string' || !/^[A-Za-z0-9]+$/.test(actionId)) {
    throw new ContextError('context.action_id', "must repeat the button's id, which has only letters and digits");
  }
  if (isTicketActionId(actionId)) {
    throw new ContextError(
      'context.action_id',
      `must not begin with "${ticketActionPrefix}", which belongs to buttons with a ticket`,
    );
  }
  const found = findProblem(context, maxDepth);
  if (found !== undefined) throw new ContextError(`context${found.path}`, found.problem);
}

interface FieldProblem {
  readonly path: string;
  readonly problem: string;
}

/** Builds the path on the way back: most contexts have no problem, and then there is nothing to build. */
function findProblem(value: unknown, levels: number): FieldProblem | undefined {
  if (typeof value !== 'object' || value === null) return problemAt('', problemOf(value));
  const problem = problemOfObject(value, levels);
  if (problem !== undefined) return problemAt('', problem);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const inner = findProblem(value[index], levels - 1);
      if (inner !== undefined) return { ...inner, path: `[${index}]${inner.path}` };
    }
    return undefined;
  }
  for (const key of Object.keys(value)) {
    const ofKey = problemOfText(key);
    if (ofKey !== undefined) return problemAt(step(key), `its name ${ofKey}`);
    const inner = findProblem((value as JsonObject)[key], levels - 1);
    if (inner !== undefined) return { ...inner, path: step(key) + inner.path };
  }
  return undefined;
}

function problemAt(path: string, problem: string | undefined): FieldProblem | undefined {
  return problem === undefined ? undefined : { path, problem };
}

function step(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function problemOf(value: unknown): string | undefined {
  if (typeof value === 'string') return problemOfText(value);
  if (typeof value === 'number') return problemOfNumber(value);
  if (value === null || typeof value === 'boolean') return undefined;
  if (value === undefined) return 'is undefined: leave the field out, or make it null';
  if (typeof value === 'bigint') return 'is a bigint, which JSON cannot carry: make it a text';
  return `is a ${typeof value}, which JSON cannot carry`;
}

function problemOfText(text: string): string | undefined {
  if (isPlain(text)) return undefined;
  if (!text.isWellFormed()) {
    return 'contains half of a surrogate pair, which Mattermost replaces: cut texts between characters';
  }
  if (text.includes('\0')) return 'contains U+0000, with which newer servers refuse to save the post: remove it';
  return undefined;
}

function problemOfNumber(value: number): string | undefined {
  if (!Number.isFinite(value)) return `is ${value}, which JSON cannot carry`;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return 'is a whole number beyond 2^53, which Mattermost rounds: make it a text';
  }
  return undefined;
}

function problemOfObject(value: object, levels: number): string | undefined {
  if (levels === 0) return `is nested more than ${maxDepth} levels deep, or contains itself: make it flatter`;
  if (Array.isArray(value)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return undefined;
  return `is a ${value.constructor?.name ?? 'special'} object, which JSON changes: make it a text or a plain object`;
}
