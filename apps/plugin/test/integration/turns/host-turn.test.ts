import { expect, it } from 'vitest';
import { dispatchTurn, type HostTurn } from '../../../src/turns/host-turn.ts';
import { joinRequests } from '../../../src/turns/turn.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { turnRequest } from '../../support/turn-request.ts';

const openclaw = await loadOpenClaw();
const { session, inbound } = openclaw.channel;
type Plan = Parameters<HostTurn['inbound']['dispatch']>[0];

/** What OpenClaw gets for a request. Its context is OpenClaw's own. */
async function planOf(request: ReturnType<typeof turnRequest>, more: Partial<HostTurn> = {}): Promise<Plan> {
  const plans: Plan[] = [];
  await dispatchTurn(request, {
    inbound: { ...inbound, dispatch: async (plan: Plan) => void plans.push(plan) },
    ...{ cfg: {}, accountId: 'default', allowFrom: undefined, signal: new AbortController().signal },
    ...more,
  } as unknown as HostTurn);
  return plans[0] as Plan;
}

const dm = (speaker: string, more: Parameters<typeof turnRequest>[1] = {}) => {
  const { route } = turnRequest('any');
  const peer = { kind: 'direct' as const, id: speaker };
  const sessionKey = route.mainSessionKey;
  return turnRequest(`from-${speaker}`, {
    ...{ kind: 'direct', to: `user:${speaker}`, speaker: { id: speaker, name: speaker } },
    ...{ route: { ...route, peer, baseSessionKey: sessionKey, sessionKey }, ...more },
  });
};

it('P113: The direct message of a guest does not become the place for what is meant for the owner', async () => {
  const storePath = session.resolveStorePath(undefined, { agentId: 'main' });
  const lastRoute = () => {
    const row = openclaw.agent.session.getSessionEntry({ agentId: 'main', sessionKey: 'agent:main:main' });
    return (row as { delivery?: { context?: { to?: string } } } | undefined)?.delivery?.context?.to;
  };
  for (const [speaker, expected] of [
    ['owner', 'user:owner'],
    ['guest', 'user:owner'],
  ] as const) {
    const { record, ctxPayload } = await planOf(dm(speaker), { allowFrom: ['user:owner'] });
    const { updateLastRoute } = record ?? {};
    await session.recordInboundSession({
      ...{ storePath, sessionKey: 'agent:main:main', ctx: ctxPayload, createIfMissing: true },
      ...(updateLastRoute && { updateLastRoute }),
      onRecordError: error => {
        throw error;
      },
    } as Parameters<typeof session.recordInboundSession>[0]);
    expect(lastRoute()).toBe(expected);
  }
});

it('P113: With two owners, the place is that of the last direct message', async () => {
  const { record } = await planOf(dm('guest'), { allowFrom: ['owner', 'other'] });
  expect(record?.updateLastRoute).toMatchObject({ to: 'user:guest' });
  expect(record?.updateLastRoute).not.toHaveProperty('mainDmOwnerPin');
});

it('P97: The context of posts that are given together has the ids of all, the first and the last', async () => {
  const joined = joinRequests([turnRequest('one'), turnRequest('two')], turnRequest('three'));
  expect((await planOf(joined)).ctxPayload).toMatchObject({
    ...{ MessageSid: 'three', MessageSids: ['one', 'two', 'three'] },
    ...{ MessageSidFirst: 'one', MessageSidLast: 'three' },
  });
  expect((await planOf(turnRequest('alone'))).ctxPayload.MessageSids).toBeUndefined();
});

it('P90: A session of a channel is labelled with the handle of the channel, which is also a target', async () => {
  expect((await planOf(turnRequest('one'))).ctxPayload).toMatchObject({
    ConversationLabel: '#ops',
  });
});
