import type { Channel, User } from '@clawmost/mm-rest';
import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../../src/config/accounts.ts';
import type { ChannelConfig } from '../../src/config/schema.ts';
import { type FactSources, gatherFacts, type InboundFacts, type InboundPost } from '../../src/messages/facts.ts';
import type { JudgeOptions } from '../../src/messages/judge.ts';
import { memoryConversations } from '../../src/storage/memory/conversations.ts';
import { memoryParticipation } from '../../src/storage/memory/participation.ts';
import type { AdmissionQuestion } from '../../src/turns/admission.ts';
import { createRules } from '../../src/turns/rules.ts';
import { withSection } from './config.ts';

/** The ids that the tests use. */
export const ids = {
  ...{ bot: 'bot', alice: 'alice', robo: 'robo' },
  ...{ town: 'town', backroom: 'backroom', dm: 'dm' },
};

const users: Readonly<Record<string, Partial<User>>> = {
  bot: { username: 'claw', is_bot: true },
  alice: { username: 'alice', first_name: 'Alice', last_name: 'Ames' },
  robo: { username: 'robo', is_bot: true },
};

const channels: Readonly<Record<string, Partial<Channel>>> = {
  town: { type: 'O', name: 'town', team_id: 'acme' },
  backroom: { type: 'P', name: 'backroom', team_id: 'acme' },
  dm: { type: 'D', name: 'alice__bot', team_id: '' },
};

/** What a test changes about the sources of facts. */
export interface GivenSources extends Partial<Pick<FactSources, 'paired' | 'botLoops'>> {
  readonly participation?: FactSources['account']['stores']['participation'];
  /** Who wrote which post, by id. */
  readonly authors?: Readonly<Record<string, string>>;
  /** Called in place of the look-up of a channel. */
  readonly lookUpChannel?: (id: string) => Promise<Channel>;
  /** Called in place of the look-up of a user. */
  readonly lookUpUser?: (id: string) => Promise<User>;
}

/** Makes sources of facts that know the users and channels above. */
export function sourcesWith(given: GivenSources = {}): FactSources {
  const {
    lookUpChannel = async id => ({ id, ...channels[id] }) as Channel,
    lookUpUser = async id => ({ id, nickname: '', ...users[id] }) as User,
  } = given;
  return {
    account: {
      bot: { id: ids.bot } as User,
      lookUp: {
        users: { get: lookUpUser, forget: () => {} },
        channels: { get: lookUpChannel, forget: () => {} },
        pins: { get: async () => [], forget: () => {} },
        authors: { get: async id => given.authors?.[id], note: () => {} },
      },
      baseUrl: 'https://chat.example.com',
      stores: { conversations: memoryConversations(), participation: given.participation ?? memoryParticipation() },
    },
    paired: given.paired ?? { approved: async () => [] },
    botLoops: given.botLoops ?? { areSpent: () => false, note: () => {} },
  };
}

/** Makes a post of Alice's in the channel `town`, unless the test says otherwise. */
export function postWith(given: Partial<InboundPost> = {}): InboundPost {
  return {
    ...{ id: 'post', channel_id: ids.town, user_id: ids.alice, root_id: '', message: '@claw hello', type: '' },
    ...{ props: {}, create_at: 1_800_000_000_000, delete_at: 0 },
    ...given,
  };
}

/** Gathers the facts of such a post. */
export const factsOf = (post: Partial<InboundPost> = {}, sources: GivenSources = {}): Promise<InboundFacts> =>
  gatherFacts(postWith(post), sourcesWith(sources));

/**
 * Makes what posts are judged by: real rules from a `channels.mattermost` section, and in place of OpenClaw one that gives
 * every message the same verdict. `questions` gets what it was asked.
 */
export function judgeWith(
  section: ChannelConfig,
  verdict = 'dispatch',
): JudgeOptions & { readonly questions: AdmissionQuestion[] } {
  const questions: AdmissionQuestion[] = [];
  const cfg = withSection(section);
  const account = {
    ...{ accountId: 'default', settings: resolveAccount(cfg), config: () => cfg },
    channelRuntime: {
      mentions: { buildMentionRegexes: () => [] },
      routing: {
        resolveAgentRoute: ({ peer }: { peer: { kind: string; id: string } }) => ({
          ...{ agentId: 'main', mainSessionKey: 'agent:main:main', dmScope: 'main' },
          sessionKey: `agent:main:mattermost:${peer.kind}:${peer.id}`,
        }),
        buildAgentSessionKey: ({ agentId, peer }: { agentId: string; peer: { kind: string; id: string } }) =>
          `agent:${agentId}:mattermost:${peer.kind}:${peer.id}`,
      },
      inbound: {
        ingress: {
          resolve: async (question: AdmissionQuestion) => {
            questions.push(question);
            const ingress = { admission: verdict, reasonCode: 'host_reason' };
            return { ingress, commandAccess: { authorized: true } };
          },
        },
      },
    } as unknown as PluginRuntime['channel'],
  };
  return { account, rulesFor: createRules(account), paired: { approved: async () => ['paired'] }, questions };
}
