import { type ChatKind, type PolicyRules, resolveRules } from '@clawmost/mm-policy';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { agentIds } from '../config/agents.ts';
import { channelSettings } from '../config/channel-settings.ts';
import { policySettings, policySurroundings } from '../config/policy.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { type AgentRoute, type Conversation, resolveAgent } from './route.ts';

/** The agent of a conversation, and the rules that count there. */
export interface ConversationRules {
  readonly agent: AgentRoute;
  /** The account's rules, with the patterns to which this agent answers. */
  readonly rules: PolicyRules;
}

/** What a person writes or clicks, and where. */
export interface SpokenWhere extends Pick<Conversation, 'channel'> {
  readonly post: { readonly user_id: string };
  /** `undefined` for a type of channel that is not known. */
  readonly kind: ChatKind | undefined;
  /** The agent to which the thread was handed over. */
  readonly threadAgent?: string | undefined;
}

/** Finds the agent and the rules for a post, a click or a command; asks OpenClaw for its route once. */
export type RulesFor = (where: SpokenWhere) => ConversationRules;

/**
 * Returns the function that knows the rules. The account's own settings stay the same as long as it runs, because a change
 * restarts it; agents, bindings and their patterns may change meanwhile, and count from then on.
 */
export function createRules(
  account: Pick<ReadyAccount, 'settings' | 'config' | 'accountId'> & {
    readonly channelRuntime: Pick<ReadyAccount['channelRuntime'], 'mentions' | 'routing'>;
  },
): RulesFor {
  const { settings, accountId, channelRuntime } = account;
  let known: { readonly cfg: OpenClawConfig; readonly byAgent: Map<string, PolicyRules> } | undefined;
  return ({ post, channel, kind = 'direct', threadAgent }) => {
    const cfg = account.config();
    if (known?.cfg !== cfg) known = { cfg, byAgent: new Map() };
    const named = kind === 'direct' ? undefined : channelSettings(settings, channel.id).agentId;
    // An agent that was removed from the configuration answers nowhere any more.
    const agentId = threadAgent !== undefined && agentIds(cfg).includes(threadAgent) ? threadAgent : named;
    const conversation = { kind, channel, senderId: post.user_id };
    const agent = resolveAgent(channelRuntime.routing, { cfg, accountId, agentId }, conversation);
    const patterns = () => channelRuntime.mentions.buildMentionRegexes(cfg, agent.agentId);
    const rules =
      known.byAgent.get(agent.agentId) ??
      resolveRules(policySettings(cfg, settings), policySurroundings(cfg, patterns()));
    known.byAgent.set(agent.agentId, rules);
    return { agent, rules };
  };
}
