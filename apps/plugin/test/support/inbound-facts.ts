import { type PolicySettings, resolveRules } from '@clawmost/mm-policy';
import type { Channel, User } from '@clawmost/mm-rest';
import type { FactSources, InboundFacts, InboundPost } from '../../src/messages/facts.ts';
import { gatherFacts } from '../../src/messages/facts.ts';
import type { Judge } from '../../src/messages/judge.ts';

/** Ids as the tests speak of them. */
export const ids = { bot: 'bot', alice: 'alice', robo: 'robo', town: 'town', backroom: 'backroom', dm: 'dm' };

const users: Record<string, Partial<User>> = {
  bot: { username: 'claw', is_bot: true },
  alice: { username: 'alice', first_name: 'Alice', last_name: 'Ames' },
  robo: { username: 'robo', is_bot: true },
};

const channels: Record<string, Partial<Channel>> = {
  town: { type: 'O', name: 'town', team_id: 'acme' },
  backroom: { type: 'P', name: 'backroom', team_id: 'acme' },
  dm: { type: 'D', name: 'alice__bot', team_id: '' },
};

/** Where facts come from in tests; look-ups answer from the lists above. */
export function sourcesWith(given: Partial<FactSources> = {}): FactSources {
  return {
    bot: { id: ids.bot },
    lookup: {
      users: { get: async id => ({ id, nickname: '', ...users[id] }) as User, forget: () => {} },
      channels: { get: async id => ({ id, ...channels[id] }) as Channel, forget: () => {} },
    },
    participation: { lastAnswerAt: () => undefined, note: () => {} },
    isPaired: async () => false,
    botExchangesSpent: () => false,
    ...given,
  };
}

/** A post of Alice's in the town channel, unless it is said otherwise. */
export function postWith(given: Partial<InboundPost> = {}): InboundPost {
  return {
    ...{ id: 'post', channel_id: ids.town, user_id: ids.alice, root_id: '', message: '@claw hello', type: '' },
    ...{ props: {}, create_at: 1_800_000_000_000, delete_at: 0 },
    ...given,
  };
}

/** All that is known of a post. */
export const factsOf = (post: Partial<InboundPost> = {}, sources: Partial<FactSources> = {}): Promise<InboundFacts> =>
  gatherFacts(postWith(post), sourcesWith(sources));

/** Judges by these settings, with a host that admits everybody, or nobody without a pairing. */
export function judgeWith(settings: PolicySettings): Judge {
  const rules = resolveRules(settings);
  const admission = settings.dmPolicy === 'open' ? 'dispatch' : 'pairing-required';
  const route = { agentId: 'main', sessionKey: 's', mainSessionKey: 's', dmScope: 'main' };
  return {
    ...{ config: () => ({}), accountId: 'default', agentFor: () => undefined, readPaired: async () => [] },
    rulesFor: () => rules,
    channelRuntime: {
      routing: { resolveAgentRoute: () => route, buildAgentSessionKey: () => 's' },
      inbound: { ingress: { resolve: async () => ({ ingress: { admission }, commandAccess: { authorized: true } }) } },
    },
  } as unknown as Judge;
}
