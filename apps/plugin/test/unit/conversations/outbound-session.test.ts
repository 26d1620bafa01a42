import { buildAgentSessionKey, resolveAgentRoute, resolveThreadSessionKeys } from 'openclaw/plugin-sdk/routing';
import { describe, expect, it } from 'vitest';
import { resolveOutboundSession } from '../../../src/conversations/outbound-session.ts';

const channelId = 'mwuwoja5qbypdfrzii3zbp9jey';
const userId = 'q9pq1uu3n7rpjp8qjsax8ojjgr';
const rootId = 'rrrrrrrrrrrrrrrrrrrrrrrrrr';

const request = { cfg: {}, agentId: 'main', accountId: 'default', target: `channel:${channelId}` };

/** The session in which a post of this peer is answered. */
function inboundSession(cfg: object, peer: { kind: 'direct' | 'group' | 'channel'; id: string }): string {
  return resolveAgentRoute({ cfg, channel: 'mattermost', accountId: 'default', peer }).sessionKey;
}

describe('what is sent by target', () => {
  it.each(['channel', 'group'] as const)('lands in the session of the posts of a %s', async kind => {
    const route = await resolveOutboundSession(request, async () => kind);
    expect(route?.sessionKey).toBe(inboundSession({}, { kind, id: channelId }));
    expect(route?.sessionKey).toBe(`agent:main:mattermost:${kind}:${channelId}`);
    expect(route).toMatchObject({ chatType: kind, to: `channel:${channelId}`, recipientSessionExact: true });
  });

  it('lands in the session of the thread', async () => {
    const route = await resolveOutboundSession({ ...request, threadId: rootId }, async () => 'channel');
    const base = inboundSession({}, { kind: 'channel', id: channelId });
    const inbound = resolveThreadSessionKeys({ baseSessionKey: base, threadId: rootId, parentSessionKey: base });
    expect(route?.sessionKey).toBe(inbound.sessionKey);
    expect(route?.baseSessionKey).toBe(base);
  });

  it.each([{}, { session: { dmScope: 'per-channel-peer' as const } }])(
    'lands in the session of the person, with %o',
    async cfg => {
      const direct = { ...request, cfg, target: `user:${userId}` };
      const route = await resolveOutboundSession(direct, async () => expect.fail('no channel is meant'));
      expect(route?.sessionKey).toBe(inboundSession(cfg, { kind: 'direct', id: userId }));
      expect(route).toMatchObject({ chatType: 'direct', to: `user:${userId}` });
    },
  );

  it('stays in the one session of a person, whatever thread it answers, unless direct threads are asked for', async () => {
    const direct = { ...request, target: `user:${userId}`, threadId: rootId };
    const flat = await resolveOutboundSession(direct, async () => undefined);
    expect(flat?.sessionKey).toBe('agent:main:main');
    const cfg = { channels: { mattermost: { replyToModeByChatType: { direct: 'all' } } } };
    const threaded = await resolveOutboundSession({ ...direct, cfg }, async () => undefined);
    expect(threaded?.sessionKey).toBe(`agent:main:main:thread:${rootId}`);
  });

  it('has no session where the kind of channel cannot be found out, or nothing is meant', async () => {
    expect(await resolveOutboundSession(request, async () => undefined)).toBeNull();
    expect(await resolveOutboundSession(request, async () => 'direct')).toBeNull();
    expect(await resolveOutboundSession({ ...request, target: 'somewhere' }, async () => 'channel')).toBeNull();
  });

  it('uses the target that the host has resolved', async () => {
    const resolved = { ...request, target: '#town', resolvedTarget: { to: `channel:${channelId}` } };
    const route = await resolveOutboundSession(resolved, async () => 'channel');
    expect(route?.peer).toEqual({ kind: 'channel', id: channelId });
  });
});

describe('a binding by channel id', () => {
  it.each([
    ['channel', 'channel'],
    ['channel', 'group'],
    ['group', 'group'],
  ] as const)('written for a %s finds the agent of a %s', (written, kind) => {
    const match = { channel: 'mattermost', accountId: 'default', peer: { kind: written, id: channelId } };
    const cfg = {
      agents: { entries: { main: { default: true }, helper: {} } },
      bindings: [{ agentId: 'helper', match }],
    };
    const peer = { kind, id: channelId };
    const route = resolveAgentRoute({ cfg, channel: 'mattermost', accountId: 'default', peer });
    expect(route.agentId).toBe('helper');
    expect(route.sessionKey).toBe(buildAgentSessionKey({ agentId: 'helper', channel: 'mattermost', peer }));
  });
});
