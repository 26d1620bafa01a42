import { type ChatKind, isListed, type PolicyRules, resolveRules, rulesForChannel } from '@clawmost/mm-policy';
import type { User } from '@clawmost/mm-rest';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import type { MattermostAccount } from '../config/accounts.ts';
import { policySettings, policySurroundings } from '../config/policy.ts';

/** The name that people see: the nickname, else the full name, else the username. */
export function displayName({ nickname, first_name, last_name, username }: User): string {
  return nickname || [first_name, last_name].filter(Boolean).join(' ') || username;
}

/** A sender, as lists name one: a person or bot by id and username, a webhook as `webhook:<name>`. */
export interface Sender {
  readonly subject: string;
  readonly username?: string | undefined;
}

/** Whether a sender may talk to the bot in a conversation, whatever they wrote. */
export type IsAllowed = (sender: Sender) => boolean;

/** Returns what says who may talk to the bot in a conversation. In a direct message, that is everyone who is in it. */
export function allowedIn(
  cfg: OpenClawConfig,
  account: Pick<MattermostAccount, 'config'>,
  { kind, channelId }: { readonly kind: ChatKind; readonly channelId: string },
): IsAllowed {
  if (kind === 'direct') return () => true;
  const rules: PolicyRules = resolveRules(policySettings(cfg, account), policySurroundings(cfg));
  const { enabled, groupPolicy, allowFrom } = rulesForChannel(rules, channelId, kind);
  return sender => {
    if (!enabled || groupPolicy === 'disabled') return false;
    return groupPolicy === 'open' || isListed(allowFrom, sender, rules);
  };
}
