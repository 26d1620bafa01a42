import type { ChannelPlugin } from 'openclaw/plugin-sdk/channel-core';
import { isConfigured, resolveAccount } from '../../config/accounts.ts';
import { texts } from '../../texts.ts';
import { type ApprovalMessage, approvalMessage, decisionLine, type PendingApproval } from './approval-message.ts';

type Runtime = NonNullable<NonNullable<ChannelPlugin['approvalCapability']>['nativeRuntime']>;

/** A message with a request that is on the server. */
interface PostedApproval {
  readonly accountId: string;
  readonly postId: string;
}

/**
 * What OpenClaw calls while a request waits for a decision: post the message, and show how it ended. Modules that talk to a
 * server are loaded when they are first needed.
 */
export const approvalRuntime: Runtime = {
  eventKinds: ['exec', 'plugin'],
  availability: {
    isConfigured: ({ cfg, accountId }) => isConfigured(resolveAccount(cfg, accountId)),
    shouldHandle: ({ cfg, accountId, request }) => {
      const { turnSourceChannel, turnSourceAccountId } = request.request;
      const own = resolveAccount(cfg, accountId).accountId;
      return turnSourceChannel === 'mattermost' && (!turnSourceAccountId || turnSourceAccountId === own);
    },
  },
  presentation: {
    buildPendingPayload: async ({ cfg, accountId, view, nowMs }) => {
      const { whenRunning } = await import('../../answers/running-accounts.ts');
      const { bot } = await whenRunning(resolveAccount(cfg, accountId).accountId);
      return approvalMessage(view as PendingApproval, bot.username, nowMs);
    },
    buildResolvedResult: async ({ cfg, accountId, view }) => ({
      kind: 'update',
      payload: decisionLine(view.decision, await nameOf(resolveAccount(cfg, accountId).accountId, view.resolvedBy)),
    }),
    buildExpiredResult: () => ({ kind: 'update', payload: texts.decisionExpired }),
  },
  transport: {
    prepareTarget: ({ plannedTarget: { target } }) => ({
      dedupeKey: `${target.to} ${target.threadId ?? ''}`,
      target,
    }),
    deliverPending: async ({ cfg, accountId, plannedTarget: { target }, pendingPayload }): Promise<PostedApproval> => {
      const { sendText } = await import('../../answers/send-text.ts');
      const { text, controls } = pendingPayload as ApprovalMessage;
      const place = { cfg, to: target.to, ...(target.threadId && { threadId: target.threadId }) };
      const own = resolveAccount(cfg, accountId).accountId;
      const { messageId } = await sendText({
        ...{ ...place, accountId: own, text },
        controls: { controls, endsWithProcess: true },
      });
      return { accountId: own, postId: messageId };
    },
    updateEntry: async ({ entry, payload }) => {
      const { accountId, postId } = entry as PostedApproval;
      const { whenRunning } = await import('../../answers/running-accounts.ts');
      const { takeDown } = await import('../../answers/controls/take-down.ts');
      await takeDown(await whenRunning(accountId), postId, payload as string);
    },
  },
};

/** OpenClaw names a person who has written `/approve` by the id. */
async function nameOf(accountId: string, by: string | null | undefined): Promise<string | undefined> {
  const [, id] = /mattermost:(?:user:)?([a-z0-9]{26})\b/.exec(by ?? '') ?? [];
  if (id === undefined) return by ?? undefined;
  try {
    const { whenRunning } = await import('../../answers/running-accounts.ts');
    const { username } = await (await whenRunning(accountId)).lookUp.users.get(id);
    return `@${username}`;
  } catch {
    return by ?? undefined;
  }
}
