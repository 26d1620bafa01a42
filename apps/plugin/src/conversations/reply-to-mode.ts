import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../config/accounts.ts';

/** Whether an answer starts a thread. */
export type ReplyToMode = 'off' | 'first' | 'all' | 'batched';

/**
 * The mode by kind of conversation, for what the host sends by itself. It does not say which channel is meant, so what is
 * set for one channel counts only for answers to its posts.
 */
export function replyToMode(params: {
  readonly cfg: OpenClawConfig;
  readonly accountId?: string | null;
  readonly chatType?: string | null;
}): ReplyToMode {
  const { replyToModeByChatType = {}, replyToMode: general = 'off' } = resolveAccount(
    params.cfg,
    params.accountId,
  ).config;
  const { direct = 'off', group = general, channel = general } = replyToModeByChatType;
  if (params.chatType === 'direct') return direct;
  return params.chatType === 'group' ? group : channel;
}
