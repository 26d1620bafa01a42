import { buildAgentSessionKey, resolveAgentRoute, resolveThreadSessionKeys } from 'openclaw/plugin-sdk/routing';
import { expect, it } from 'vitest';
import { resolveOutboundSession } from '../../../src/conversations/outbound-session.ts';
import type { SessionLookUp } from '../../../src/server/look-up.ts';
import { withSection } from '../../support/config.ts';

const channelId = 'mwuwoja5qbypdfrzii3zbp9jey';
const userId = 'q9pq1uu3n7rpjp8qjsax8ojjgr';
const rootId = 'rrrrrrrrrrrrrrrrrrrrrrrrrr';

const request = { cfg: {}, agentId: 'main', accountId: 'default', target: `channel:${channelId}` };

/** A server on which every channel has the same kind, and every post is in the thread of `rootId`. */
const server = (kind: Awaited<ReturnType<SessionLookUp['kindOf']>>): SessionLookUp => ({
  kindOf: async () => kind,
  rootOf: async () => rootId,
});

/** The session in which OpenClaw answers posts of a peer. */
function sessionOfPosts(cfg: object, peer: { kind: 'direct' | 'group' | 'channel'; id: string }): string {
  return resolveAgentRoute({ cfg, channel: 'mattermost', accountId: 'default', peer }).sessionKey;
}

it.each(['channel', 'group'] as const)('A message to a %s is in the session of its posts', async kind => {
  const route = await resolveOutboundSession(request, server(kind));
  expect(route?.sessionKey).toBe(sessionOfPosts({}, { kind, id: channelId }));
  expect(route?.sessionKey).toBe(`agent:main:mattermost:${kind}:${channelId}`);
  expect(route).toMatchObject({ chatType: kind, recipientSessionExact: true });
  expect(route).toMatchObject({ to: `channel:${channelId}`, from: `mattermost:${kind}:${channelId}` });
});

it('A message in a thread is in the session of the thread', async () => {
  const route = await resolveOutboundSession({ ...request, threadId: rootId }, server('channel'));
  const base = sessionOfPosts({}, { kind: 'channel', id: channelId });
  const thread = resolveThreadSessionKeys({ baseSessionKey: base, threadId: rootId, parentSessionKey: base });
  expect(route?.sessionKey).toBe(thread.sessionKey);
  expect(route?.baseSessionKey).toBe(base);
});

it.each([{ threadId: 'reply' }, { replyToId: 'reply' }, { target: `channel:${channelId}:${userId}` }])(
  'A thread may be named by any of its posts: %o',
  async named => {
    const route = await resolveOutboundSession({ ...request, ...named }, server('channel'));
    expect(route).toMatchObject({ threadId: rootId, sessionKey: expect.stringMatching(`:thread:${rootId}$`) });
  },
);

it.each([{}, { session: { dmScope: 'per-channel-peer' as const } }])(
  'A message to a person is in the session of their direct messages, with the configuration %o',
  async cfg => {
    const direct = { ...request, cfg, target: `user:${userId}` };
    const route = await resolveOutboundSession(direct, {
      ...server('channel'),
      kindOf: () => expect.fail('no channel is looked up'),
    });
    expect(route?.sessionKey).toBe(sessionOfPosts(cfg, { kind: 'direct', id: userId }));
    expect(route).toMatchObject({ chatType: 'direct', to: `user:${userId}`, from: `mattermost:${userId}` });
  },
);

it('A message to a person stays in their one session, unless threads are configured for direct messages', async () => {
  const direct = { ...request, target: `user:${userId}`, threadId: rootId };
  const flat = await resolveOutboundSession(direct, server(undefined));
  expect(flat?.sessionKey).toBe('agent:main:main');
  for (const mode of ['all', 'follow']) {
    const cfg = withSection({ replyToModeByChatType: { direct: mode } });
    const threaded = await resolveOutboundSession({ ...direct, cfg }, server(undefined));
    expect(threaded?.sessionKey).toBe(`agent:main:main:thread:${rootId}`);
  }
});

it.each([
  ['whose kind is not known', request.target, undefined],
  ['that is a direct channel, because its id does not say who the person is', request.target, 'direct'],
] as const)('There is no session for a channel %s', async (_, target, kind) => {
  expect(await resolveOutboundSession({ ...request, target }, server(kind))).toBeNull();
});

it('There is no session for a text that is not a target', async () => {
  expect(await resolveOutboundSession({ ...request, target: 'somewhere' }, server('channel'))).toBeNull();
});

it('The target that OpenClaw has resolved counts before the one that was typed', async () => {
  const resolved = { ...request, target: '#town', resolvedTarget: { to: `channel:${channelId}` } };
  const route = await resolveOutboundSession(resolved, server('channel'));
  expect(route?.peer).toEqual({ kind: 'channel', id: channelId });
});

it.each([
  ['channel', 'channel'],
  ['channel', 'group'],
  ['group', 'group'],
] as const)('A binding that is written for a %s finds the agent of a %s', (written, kind) => {
  const match = { channel: 'mattermost', accountId: 'default', peer: { kind: written, id: channelId } };
  const agents = { entries: { main: { default: true }, helper: {} } };
  const cfg = { agents, bindings: [{ agentId: 'helper', match }] };
  const peer = { kind, id: channelId };
  const route = resolveAgentRoute({ cfg, channel: 'mattermost', accountId: 'default', peer });
  expect(route.agentId).toBe('helper');
  expect(route.sessionKey).toBe(buildAgentSessionKey({ agentId: 'helper', channel: 'mattermost', peer }));
});
