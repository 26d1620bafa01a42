import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { whenRunning } from '../answers/running-accounts.ts';
import { resolveAccount } from '../config/accounts.ts';
import { type ActionCall, placeOfCall, postOfCall } from './call.ts';
import { describePosts } from './describe-posts.ts';

/** Pins a post to its channel. Without a post, the one that the agent is answering is meant. */
export async function pin(call: ActionCall): Promise<object> {
  const { rest, signal } = call.account;
  const { id } = await postOfCall(call, true);
  await rest.posts.pin(id, { signal });
  return { ok: true, messageId: id, pinned: true };
}

/** Takes a pin off. */
export async function unpin(call: ActionCall): Promise<object> {
  const { rest, signal } = call.account;
  const { id } = await postOfCall(call, true);
  await rest.posts.unpin(id, { signal });
  return { ok: true, messageId: id, pinned: false };
}

/** Lists the pinned posts of a channel. */
export async function listPins(call: ActionCall): Promise<object> {
  const { rest, signal } = call.account;
  const { channelId } = await placeOfCall(call);
  const { order, posts } = await rest.posts.pinned(channelId, { signal });
  const pinned = order.flatMap(id => posts[id] ?? []);
  return { ok: true, channelId, messages: await describePosts(call.account, pinned) };
}

/** Pins a message that OpenClaw has just sent, because the one who sent it wants that. */
export async function pinDelivered({
  cfg,
  target,
  messageId,
  pin,
}: {
  readonly cfg: OpenClawConfig;
  readonly target: { readonly accountId?: string | null };
  readonly messageId: string;
  readonly pin: { readonly enabled: boolean };
}): Promise<void> {
  if (!pin.enabled) return;
  const { rest, signal } = await whenRunning(resolveAccount(cfg, target.accountId).accountId);
  await rest.posts.pin(messageId, { signal });
}
