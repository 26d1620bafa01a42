import type { ReadyAccount } from '../server/ready-account.ts';
import type { AnswerPlace, PendingAnswer } from '../storage/pending-answers.ts';
import { clockSkewMs } from './find-posted.ts';

// After a crash an answer can be in two hands: OpenClaw's queue sends it by target, and the recovery finds it in OpenClaw's
// records. Neither knows the id of the other, so the second one finds the first by place and text.

/** The id under which the answer of a turn is posted that was found in OpenClaw's records. */
export function hostCopyId(turnId: string): string {
  return `host-${turnId}`;
}

/** Whether an answer was found in OpenClaw's records. */
export function isHostCopy({ deliveryId }: Pick<PendingAnswer, 'deliveryId'>): boolean {
  return deliveryId.startsWith(hostCopyId(''));
}

/** A message with this text that OpenClaw's queue has sent to a place since a time; it names no post that it answers. */
export async function findQueuedAnswer(
  { stores }: { readonly stores: Pick<ReadyAccount['stores'], 'pendingAnswers'> },
  place: AnswerPlace,
  text: string,
  since: number,
): Promise<PendingAnswer | undefined> {
  const same = await stores.pendingAnswers.sameAnswers(place, text);
  return same.find(one => !isHostCopy(one) && one.answers.length === 0 && one.createdAt >= since - clockSkewMs);
}
