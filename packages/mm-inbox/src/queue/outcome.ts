import type { Outcome, OutcomeKind } from '../ledger/entry.ts';
import type { Logger } from '../options.ts';
import { shapeOf } from '../repeat.ts';

/** The outcome of a handler that returns nothing. */
export const answered: Outcome = { outcome: 'answered' };

const outcomeKinds: readonly OutcomeKind[] = ['answered', 'joined', 'silent'];

/**
 * Checks what a handler returned. A handler that returns something else, such as the post that it created, has done its
 * work: a retry would repeat it. So the post counts as answered, and the log says what was expected.
 */
export function checkOutcome(returned: unknown, handler: string, logger: Logger): Outcome {
  if (returned === undefined) return answered;
  const { outcome, code } = (returned ?? {}) as Partial<Outcome>;
  const isKnown = outcome !== undefined && outcomeKinds.includes(outcome);
  if (isKnown && (code === undefined || typeof code === 'string')) return { outcome, code };
  const found = isKnown ? `a code of type ${shapeOf(code)}` : shapeOf(returned);
  logger.warn(`${handler}: expected { outcome: 'answered' | 'joined' | 'silent', code? } or nothing, got ${found}`);
  return answered;
}
