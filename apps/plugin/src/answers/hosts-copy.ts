import type { ReadyAccount } from '../server/ready-account.ts';
import type { PendingAnswer } from '../storage/pending-answers.ts';

/**
 * The id under which the answer of a turn is posted whose text was found in OpenClaw's records after a crash.
 *
 * @param id the id under which OpenClaw has it in its own queue; that of the turn when it is not there
 */
export function hostsCopyId(id: string): string {
  return `host-${id}`;
}

/** Whether an answer was found in OpenClaw's records. */
export function isHostsCopy(deliveryId: string): boolean {
  return deliveryId.startsWith(hostsCopyId(''));
}

/**
 * The answer that was taken over from OpenClaw, of which OpenClaw's queue sends its own copy after a crash: both are posted
 * under one id, so that people see one.
 */
export async function findHostsCopy(
  { stores }: Pick<ReadyAccount, 'stores'>,
  queueId: string | undefined,
): Promise<PendingAnswer | undefined> {
  return queueId === undefined ? undefined : stores.pendingAnswers.answer(hostsCopyId(queueId));
}
