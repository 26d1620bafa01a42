import { resolveApprovalOverGateway } from 'openclaw/plugin-sdk/approval-gateway-runtime';
import { withoutControls } from '../../answers/controls/clicked-post.ts';
import { type ReadyAccount, warnOf } from '../../server/ready-account.ts';
import { texts } from '../../texts.ts';
import type { ClickHandler } from '../receive-clicks.ts';

/**
 * Returns what a click on a request of an agent does: OpenClaw gets the decision in the name of the person, and then changes the
 * message by itself. Who may decide was asked before.
 */
export function createDecisionClicks(account: ReadyAccount): ClickHandler {
  const { accountId } = account;
  return async ({ meaning, userId, userName }, post) => {
    if (meaning.do !== 'decide') throw new TypeError('not a click on an approval');
    const { approvalId, decision } = meaning;
    try {
      const { applied } = await resolveApprovalOverGateway({
        ...{ cfg: account.config(), approvalId, decision, channel: 'mattermost', accountId, senderId: userId },
        // OpenClaw denies what comes with another kind than that of the request.
        approvalKind: meaning.approvalKind as 'exec',
        clientDisplayName: `@${userName}`,
      });
      return { isOpen: false, reply: applied ? {} : { ephemeralText: texts.decidedBefore } };
    } catch (error) {
      if (!isUnknown(error)) {
        warnOf(account, `the decision about ${approvalId} could not be given to OpenClaw`)(error);
        return { isOpen: true, reply: { ephemeralText: texts.decisionFailed } };
      }
      return { isOpen: false, reply: { update: withoutControls(post, texts.decisionGone) } };
    }
  };
}

function isUnknown(error: unknown): boolean {
  return error instanceof Error && /approval not found/i.test(error.message);
}
