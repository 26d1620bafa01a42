import { isTicketActionId, ticketPrefix } from '../building/action-ids.ts';
import { ContextError } from '../errors.ts';
import { isJsonObject, type JsonObject, maxDepth } from './json.ts';
import { isPlain } from './texts.ts';

/**
 * Makes sure that a context comes back from Mattermost as it was sent, and carries nothing that is not the signer's.
 *
 * @throws ContextError naming the field and what to do about it.
 */
export function checkSignable(context: unknown): asserts context is JsonObject & { readonly action_id: string } {
  if (!isJsonObject(context)) throw new ContextError('context', 'must be an object');
  if ('_token' in context)
    throw new ContextError('context._token', 'is there already: sign a context once, without it');
  if ('_ticket' in context) {
    throw new ContextError('context._ticket', 'belongs to buttons that stand on a ticket: these are not signed');
  }
  if ('selected_option' in context) {
    throw new ContextError(
      'context.selected_option',
      'Mattermost puts the chosen option there: name yours differently',
    );
  }
  const { action_id: actionId } = context;
  if (typeof actionId !== 'string' || !/^[A-Za-z0-9]+$/.test(actionId)) {
    throw new ContextError('context.action_id', "must repeat the button's id: letters and digits alone");
  }
  if (isTicketActionId(actionId)) {
    throw new ContextError('context.action_id', `must not begin with "${ticketPrefix}": such buttons stand on tickets`);
  }
  const found = findProblem(context, maxDepth);
  if (found !== undefined) throw new ContextError(`context${found.path}`, found.problem);
}

interface Found {
  readonly path: string;
  readonly problem: string;
}

/** The path is put together on the way back, because mostly there is nothing to find. */
function findProblem(value: unknown, levels: number): Found | undefined {
  if (typeof value !== 'object' || value === null) return found('', problemOf(value));
  const problem = problemOfObject(value, levels);
  if (problem !== undefined) return found('', problem);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const inner = findProblem(value[index], levels - 1);
      if (inner !== undefined) return { ...inner, path: `[${index}]${inner.path}` };
    }
    return undefined;
  }
  for (const key of Object.keys(value)) {
    const ofKey = problemOfText(key);
    if (ofKey !== undefined) return found(step(key), `its name ${ofKey}`);
    const inner = findProblem((value as JsonObject)[key], levels - 1);
    if (inner !== undefined) return { ...inner, path: step(key) + inner.path };
  }
  return undefined;
}

function found(path: string, problem: string | undefined): Found | undefined {
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
    return `is ${value}, beyond 2^53, where Mattermost rounds: make it a text`;
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
