import { createRestClient } from '@clawmost/mm-rest';
import { resolveAccount } from '../config/accounts.ts';
import type { OutboundRequest } from '../conversations/outbound-session.ts';
import { type ConversationKind, createKindCache, type KindCache, kindOfType } from './channel-kind.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import { networkPolicy } from './network-policy.ts';

/** How long the server may take before a message goes out without its session being known. */
const patienceMs = 5_000;

/** By server: whatever account asks, a channel there is of the same kind. */
const kinds: KindCache = createKindCache();

/** Asks the server of the account that sends what kind a channel is, once in five minutes. */
export async function lookUpKind(
  { cfg, accountId }: Pick<OutboundRequest, 'cfg' | 'accountId'>,
  channelId: string,
): Promise<ConversationKind | undefined> {
  const account = resolveAccount(cfg, accountId);
  const { baseUrl, botToken: token } = account;
  if (!baseUrl || !token) return undefined;
  return kinds.get(baseUrl, channelId, async id => {
    try {
      const rest = createRestClient({ baseUrl, token, fetch: createGuardedFetch(networkPolicy(account)) });
      const { type } = await rest.channels.get(id, { signal: AbortSignal.timeout(patienceMs) });
      return kindOfType(type);
    } catch {
      // Sending goes on and says itself what is wrong; only the session stays unknown.
      return undefined;
    }
  });
}
