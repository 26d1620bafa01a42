import type { ChannelMessageActionContext } from 'openclaw/plugin-sdk/channel-contract';
import { explainRefusal, refusalCode } from '../answers/refusal.ts';
import { whenRunning } from '../answers/running-accounts.ts';
import { resolveAccount } from '../config/accounts.ts';
import { whyItCannotRun } from '../server/cannot-run.ts';
import type { ActionCall } from './call.ts';
import { runs } from './list.ts';
import { insistOnAccess } from './may-write.ts';
import { insistOn, isActionName } from './switches.ts';

/**
 * Carries out an action as the account that runs in this process.
 *
 * @throws Error that says why it could not be done; the model and the operator read its message
 */
export async function runAction(ctx: ChannelMessageActionContext): Promise<object> {
  const { action } = ctx;
  if (!isActionName(action) || action === 'send') throw new Error(`Mattermost has no action ${action}.`);
  insistOn(ctx, action);
  if (ctx.dryRun) return { ok: true, dryRun: true };
  const call = await callOf(ctx);
  ctx.assertDirectAdapterHandoff?.();
  try {
    return await runs[action](call);
  } catch (error) {
    throw explained(error);
  }
}

/**
 * Checks a send of the message tool before OpenClaw makes it.
 *
 * @throws Error when the action is off, or the person who asked is not in the channel
 */
export async function insistOnSend(ctx: ChannelMessageActionContext, to: string): Promise<void> {
  insistOn(ctx, 'send');
  const requester = requesterOf(ctx);
  if (requester.id === undefined || requester.isOwner) return;
  const { account } = await callOf(ctx);
  const { signal } = account;
  const target = await account.targets.resolve(to, { signal });
  if (target.kind === 'channel') await insistOnAccess({ account, requester }, target.id);
}

async function callOf(ctx: ChannelMessageActionContext): Promise<ActionCall> {
  const why = whyItCannotRun(ctx.cfg, ctx.accountId);
  if (why !== undefined) throw new Error(why);
  const { currentMessageId } = ctx.toolContext ?? {};
  return {
    account: await whenRunning(resolveAccount(ctx.cfg, ctx.accountId).accountId),
    action: ctx.action,
    params: ctx.params,
    currentPostId: isPostId(currentMessageId) ? currentMessageId : undefined,
    requester: requesterOf(ctx),
    media: { roots: ctx.mediaLocalRoots ?? [], readFile: ctx.mediaReadFile },
  };
}

/** A turn can also be about a click or a command, which is no post. */
function isPostId(id: unknown): id is string {
  return typeof id === 'string' && /^[a-z0-9]{26}$/.test(id);
}

function requesterOf({ requesterSenderId, senderIsOwner }: ChannelMessageActionContext): ActionCall['requester'] {
  return { id: requesterSenderId || undefined, isOwner: senderIsOwner === true };
}

/** Adds what a refusal of the server means to its words. */
function explained(error: unknown): unknown {
  const code = refusalCode(error);
  if (!(error instanceof Error) || code === undefined || code === 'answer-refused') return error;
  return new Error(`${error.message} (${explainRefusal(code)})`, { cause: error });
}
