import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { describe, expect, it } from 'vitest';
import type { InboundFacts } from '../../../src/messages/facts.ts';
import { createRules } from '../../../src/messages/rules.ts';
import { at } from '../../support/sections.ts';

const in_ = (channelId: string) => ({ channel: { id: channelId } }) as InboundFacts;

function open(first: OpenClawConfig) {
  const state = { cfg: first, built: [] as string[] };
  const rulesFor = createRules({
    account: { config: { chatmode: 'oncall' } },
    config: () => state.cfg,
    agentOf: ({ channel }) => (channel.id === 'desk' ? 'helper' : 'main'),
    mentions: {
      buildMentionRegexes: (_, agentId = '') => {
        state.built.push(agentId);
        return [new RegExp(agentId)];
      },
    },
  });
  return { state, rulesFor };
}

describe('the rules for a post', () => {
  it('know the patterns of the agent who answers there', () => {
    const { rulesFor } = open(at({}));
    expect(rulesFor(in_('desk')).mentionPatterns).toEqual([/helper/]);
    expect(rulesFor(in_('town')).mentionPatterns).toEqual([/main/]);
  });

  it('are made once for each agent, until the configuration changes', () => {
    const { state, rulesFor } = open(at({}));
    for (const channel of ['desk', 'town', 'desk', 'hall']) rulesFor(in_(channel));
    expect(state.built).toEqual(['helper', 'main']);
    state.cfg = { ...at({}), commands: { text: false } };
    expect(rulesFor(in_('town')).textCommands).toBe(false);
    expect(state.built).toEqual(['helper', 'main', 'main']);
  });

  it('shut channels where there is no section at all', () => {
    const { rulesFor } = open({ channels: { defaults: { groupPolicy: 'open' } } });
    expect(rulesFor(in_('town')).groupPolicy).toBe('allowlist');
  });
});
