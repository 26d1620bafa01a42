import { type PolicyRules, resolveRules } from '@clawmost/mm-policy';
import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import type { MattermostAccount } from '../config/accounts.ts';
import { policySettings, policySurroundings } from '../config/policy.ts';
import type { InboundFacts } from './facts.ts';

/** The rules that count for a post: the account's, with the patterns that the agent of the conversation answers to. */
export type RulesFor = (facts: Pick<InboundFacts, 'post' | 'channel' | 'kind'>) => PolicyRules;

/**
 * Returns the function that knows the rules. The account's own settings stand as long as it runs, because a change
 * restarts it; agents, bindings and their patterns may change meanwhile, and count from then on.
 */
export function createRules(options: {
  readonly account: Pick<MattermostAccount, 'config'>;
  /** The configuration as it is now; the same object for as long as it stays the same. */
  readonly config: () => OpenClawConfig;
  readonly agentOf: (facts: Parameters<RulesFor>[0]) => string;
  readonly mentions: Pick<PluginRuntime['channel']['mentions'], 'buildMentionRegexes'>;
}): RulesFor {
  let known: { readonly cfg: OpenClawConfig; readonly byAgent: Map<string, PolicyRules> } | undefined;
  return facts => {
    const cfg = options.config();
    if (known?.cfg !== cfg) known = { cfg, byAgent: new Map() };
    const agentId = options.agentOf(facts);
    const rules =
      known.byAgent.get(agentId) ??
      resolveRules(
        policySettings(cfg, options.account),
        policySurroundings(cfg, options.mentions.buildMentionRegexes(cfg, agentId)),
      );
    known.byAgent.set(agentId, rules);
    return rules;
  };
}
