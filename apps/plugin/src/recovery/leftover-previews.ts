import { removePreview } from '../answers/streaming/remove-preview.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { SessionGate } from '../turns/session-gate.ts';

/**
 * Deletes the previews that an earlier process has left. One whose answer is on our disk stays: it becomes the answer. So
 * does one whose turn goes on in this process, after a restart of the account.
 */
export async function removeLeftoverPreviews(
  account: Pick<ReadyAccount, 'accountId' | 'bot' | 'rest' | 'signal' | 'log' | 'stores'>,
  gate: Pick<SessionGate, 'turnWith'>,
): Promise<void> {
  const { previews, pendingAnswers } = account.stores;
  for (const preview of await previews.list()) {
    if (gate.turnWith(account.accountId, preview.turnId)) continue;
    const answer = await pendingAnswers.findAnswer(preview.deliveryId);
    if (answer && !answer.isPosted) continue;
    removePreview(account, preview);
  }
}
