import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { describe, expect, it } from 'vitest';
import type { InboundFacts } from '../../../src/messages/facts.ts';
import { routeTurn } from '../../../src/turns/route.ts';

/** Stands in for the host: one session per conversation, and a binding that sends `bound` to the helper. */
const routing = {
  resolveAgentRoute: ({ peer }: { peer?: { kind: string; id: string } | null }) => {
    const agentId = peer?.id === 'bound' ? 'helper' : 'main';
    const sessionKey = `agent:${agentId}:mattermost:${peer?.kind}:${peer?.id}`;
    return {
      agentId,
      sessionKey,
      mainSessionKey: `agent:${agentId}:main`,
      dmScope: 'main' as const,
      groupScope: 'per-group' as const,
      channel: 'mattermost',
      accountId: 'default',
      lastRoutePolicy: 'session' as const,
      matchedBy: 'default' as const,
    };
  },
  buildAgentSessionKey: ({ agentId, peer }: { agentId: string; peer?: { kind: string; id: string } | null }) =>
    `agent:${agentId}:mattermost:${peer?.kind}:${peer?.id}`,
} satisfies Pick<PluginRuntime['channel']['routing'], 'buildAgentSessionKey' | 'resolveAgentRoute'>;

const facts = (kind: InboundFacts['kind'], channelId: string) =>
  ({ post: { user_id: 'alice' }, channel: { id: channelId, team_id: 'acme' }, kind }) as InboundFacts;

const route = (kind: InboundFacts['kind'], channelId: string, rootId?: string, agentId?: string) =>
  routeTurn({ routing, cfg: {}, accountId: 'default', agentId }, facts(kind, channelId), {
    rootId,
    startsThread: false,
  });

describe('the route of a post', () => {
  it('goes by the person in direct messages, and by the channel elsewhere', () => {
    expect(route('direct', 'dm').peer).toEqual({ kind: 'direct', id: 'alice' });
    expect(route('group', 'backroom').peer).toEqual({ kind: 'group', id: 'backroom' });
    expect(route('channel', 'town').peer).toEqual({ kind: 'channel', id: 'town' });
  });

  it('has a session of its own in a thread, whose parent is that of the channel', () => {
    const inThread = route('channel', 'town', 'root1');
    expect(inThread).toMatchObject({
      baseSessionKey: 'agent:main:mattermost:channel:town',
      sessionKey: 'agent:main:mattermost:channel:town:thread:root1',
      threadId: 'root1',
    });
    expect(route('channel', 'town')).toMatchObject({
      sessionKey: 'agent:main:mattermost:channel:town',
      threadId: undefined,
    });
  });

  it('leads to the agent of a binding', () => {
    expect(route('channel', 'bound')).toMatchObject({
      agentId: 'helper',
      sessionKey: 'agent:helper:mattermost:channel:bound',
    });
  });

  it('leads to the agent that the channel’s own settings name, before bindings', () => {
    expect(route('channel', 'bound', 'root1', 'clerk')).toMatchObject({
      agentId: 'clerk',
      sessionKey: 'agent:clerk:mattermost:channel:bound:thread:root1',
    });
  });
});
