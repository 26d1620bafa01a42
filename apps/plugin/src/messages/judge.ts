import { type AnswerDecision, decide, type PairDecision, placeAnswer } from '@clawmost/mm-policy';
import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { type Admission, admit } from '../turns/admission.ts';
import { routeTurn, type TurnRoute } from '../turns/route.ts';
import type { InboundFacts } from './facts.ts';
import type { RulesFor } from './rules.ts';

/** What becomes of a post. */
export type Judgement =
  | {
      readonly act: 'answer';
      readonly decision: AnswerDecision;
      readonly route: TurnRoute;
      readonly admission: Admission;
    }
  | { readonly act: 'pair'; readonly decision: PairDecision }
  | { readonly act: 'silence'; readonly code: string };

/** Who judges, and by what. */
export interface Judge {
  /** The configuration as it is now. */
  readonly config: () => OpenClawConfig;
  readonly accountId: string;
  readonly channelRuntime: Pick<PluginRuntime['channel'], 'inbound' | 'routing'>;
  readonly rulesFor: RulesFor;
  /** The agent that the configuration names for a channel. */
  readonly agentFor: (channelId: string) => string | undefined;
  /** The ids of the people whose pairing has been approved. */
  readonly readPaired: () => Promise<string[]>;
}

/** Judges a post: by our own rules first, which say why, and then by the host's resolver, whose proof a turn needs. */
export async function judge(options: Judge, facts: InboundFacts): Promise<Judgement> {
  const { accountId, channelRuntime } = options;
  const cfg = options.config();
  const rules = options.rulesFor(facts);
  const decision = decide(facts.policy, rules);
  if (decision.act === 'silence') return { act: 'silence', code: decision.reason };
  const place = placeAnswer(facts.post, facts.kind ?? 'direct', rules);
  const agentId = facts.kind === 'direct' ? undefined : options.agentFor(facts.channel.id);
  const route = routeTurn({ routing: channelRuntime.routing, cfg, accountId, agentId }, facts, place);
  const admission = await admit({
    ingress: channelRuntime.inbound.ingress,
    cfg,
    accountId,
    rules,
    facts,
    decision,
    route,
    readPaired: options.readPaired,
  });
  const { admission: verdict, reasonCode } = admission.ingress;
  if (verdict === 'pairing-required') {
    return decision.act === 'pair' ? { act: 'pair', decision } : { act: 'silence', code: reasonCode };
  }
  if (verdict !== 'dispatch') return { act: 'silence', code: reasonCode };
  if (decision.act === 'pair') return { act: 'silence', code: 'pairing-required' };
  return { act: 'answer', decision, route, admission };
}
