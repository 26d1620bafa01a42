import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { expect, it } from 'vitest';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { createRules } from '../../../src/turns/rules.ts';
import { withSection } from '../../support/config.ts';
import { postWith } from '../../support/facts.ts';

/** Rules by a configuration that a test can change, with a host that counts what it is asked. */
function open(first: OpenClawConfig) {
  const state = { cfg: first, patternsFor: [] as string[], routes: 0 };
  const channelRuntime = {
    mentions: {
      buildMentionRegexes: (_: OpenClawConfig, agentId: string) => {
        state.patternsFor.push(agentId);
        return [new RegExp(agentId)];
      },
    },
    routing: {
      resolveAgentRoute: ({ peer }: { peer: { kind: string; id: string } }) => {
        state.routes += 1;
        const agentId = peer.id === 'bound' ? 'helper' : 'main';
        return { agentId, sessionKey: `${agentId} ${peer.kind} ${peer.id}`, mainSessionKey: 'main', dmScope: 'main' };
      },
      buildAgentSessionKey: ({ agentId, peer }: { agentId: string; peer: { id: string } }) => `${agentId} ${peer.id}`,
    },
  } as unknown as Pick<PluginRuntime['channel'], 'mentions' | 'routing'>;
  const account = { settings: resolveAccount(first), config: () => state.cfg, accountId: 'default', channelRuntime };
  const rulesFor = createRules(account);
  const at = (id: string, kind: 'channel' | 'direct' = 'channel') =>
    rulesFor({ post: postWith(), channel: { id, team_id: '' } as never, kind });
  return { state, at };
}

it('The rules of a conversation have the mention patterns of the agent that answers there', () => {
  const { at } = open(withSection({ groups: { desk: { agentId: 'clerk' } } }));
  expect(at('desk')).toMatchObject({ agent: { agentId: 'clerk' }, rules: { mentionPatterns: [/clerk/] } });
  expect(at('bound')).toMatchObject({ agent: { agentId: 'helper' }, rules: { mentionPatterns: [/helper/] } });
  expect(at('town')).toMatchObject({ agent: { agentId: 'main' }, rules: { mentionPatterns: [/main/] } });
});

it('The agent of a channel’s settings does not answer direct messages', () => {
  const { at } = open(withSection({ groups: { '*': { agentId: 'clerk' } } }));
  expect(at('dm', 'direct').agent).toMatchObject({ agentId: 'main', baseSessionKey: 'main direct alice' });
});

it('OpenClaw is asked for the route once per message', () => {
  const { at, state } = open(withSection({}));
  at('town');
  expect(state.routes).toBe(1);
});

it('The rules are made once per agent, until the configuration changes', () => {
  const { state, at } = open(withSection({ groups: { desk: { agentId: 'clerk' } } }));
  for (const channel of ['desk', 'town', 'desk', 'hall']) at(channel);
  expect(state.patternsFor).toEqual(['clerk', 'main']);
  state.cfg = { ...withSection({}), commands: { text: false } };
  expect(at('town').rules.textCommands).toBe(false);
  expect(state.patternsFor).toEqual(['clerk', 'main', 'main']);
});

it('All channels are shut when there is no section, whatever the shared default says', () => {
  const { at } = open({ channels: { defaults: { groupPolicy: 'open' } } });
  expect(at('town').rules.groupPolicy).toBe('allowlist');
});
