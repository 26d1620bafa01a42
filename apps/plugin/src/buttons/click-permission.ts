import type { Permission } from '@clawmost/mm-hmac-buttons';
import { HttpError, type Post } from '@clawmost/mm-rest';
import { createCache } from '../server/look-up.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import { type ActionJudge, judgeAction } from '../turns/judge-action.ts';
import { mayDecide } from './approvals/approvers.ts';
import { actionOf, type Click } from './click.ts';

/** Who may click, and the posts that they click on. */
export interface ClickPermissions {
  /** Whether a person may do this; what they read if not. */
  permit(click: Click): Promise<Permission>;
  /** The post as it is now; `undefined` when it was deleted. */
  findPost(postId: string): Promise<Post | undefined>;
}

/** How long it is believed that a person is a member of a channel. */
const memberTtlMs = 5_000;

/** Asks the server and the rules of the account who may click. */
export function createClickPermissions(
  { rest, lookUp, log, signal, config, accountId }: ReadyAccount,
  judge: ActionJudge,
): ClickPermissions {
  const members = createCache<boolean>({ ttlMs: memberTtlMs });

  /** Mattermost up to 11.1 also delivers the clicks of people who cannot read the channel. */
  const isMember = (channelId: string, userId: string): Promise<boolean> =>
    members.get(`${channelId} ${userId}`, async () => {
      try {
        await rest.channels.getMember(channelId, userId, { signal });
        return true;
      } catch (error) {
        if (error instanceof HttpError && error.status === 404 && error.id !== undefined) return false;
        throw error;
      }
    });

  return {
    async permit(click) {
      const { channelId, userId, postId } = click;
      const channel = await lookUp.channels.get(channelId);
      const isNamed = channel.type === 'O' || channel.type === 'P';
      const refused = { allowed: false, text: texts.ignoredClick(isNamed ? `#${channel.name}` : 'this conversation') };
      if (channel.type !== 'O' && !(await isMember(channelId, userId))) {
        log.info(`a click on post ${postId} by ${userId} was ignored: not a member of the channel`);
        return refused;
      }
      if (click.meaning.do === 'decide') {
        const right = mayDecide({ cfg: config(), accountId }, userId, click.meaning.approvalKind);
        if (right.as === 'approver') return { allowed: true };
        if (right.as === 'nobody') return { allowed: false, text: right.reason ?? texts.notYourDecision };
      }
      const verdict = await judgeAction(judge, actionOf(click));
      if (verdict.act === 'answer') return { allowed: true };
      log.info(`a click on post ${postId} by ${userId} was ignored: ${verdict.code}`);
      return refused;
    },
    async findPost(postId) {
      try {
        return await rest.posts.get(postId, { signal });
      } catch (error) {
        if (error instanceof HttpError && [403, 404].includes(error.status) && error.id !== undefined) return undefined;
        throw error;
      }
    },
  };
}
