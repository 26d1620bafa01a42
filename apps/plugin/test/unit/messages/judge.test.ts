import { type PolicySettings, resolveRules } from '@clawmost/mm-policy';
import { describe, expect, it } from 'vitest';
import type { InboundPost } from '../../../src/messages/facts.ts';
import { type Judge, type Judgement, judge } from '../../../src/messages/judge.ts';
import { factsOf, ids } from '../../support/inbound-facts.ts';

interface Asked {
  readonly subject: { readonly stableId: string };
  readonly allowFrom: readonly string[];
  readonly groupAllowFrom: readonly string[];
  readonly mentionFacts: { readonly wasMentioned: boolean };
  readonly command?: object;
  readonly event: { readonly mayPair: boolean };
  readonly policy: { readonly groupPolicy: string };
}

/** Judges a post; the host says what it is told to say, and remembers what it was asked. */
async function judged(settings: PolicySettings, post: Partial<InboundPost>, verdict = 'dispatch') {
  const asked: Asked[] = [];
  const rules = resolveRules(settings);
  const options = {
    config: () => ({}),
    accountId: 'default',
    rulesFor: () => rules,
    agentFor: (channelId: string) => (channelId === ids.town ? 'clerk' : undefined),
    readPaired: async () => [],
    channelRuntime: {
      routing: {
        resolveAgentRoute: () => ({ agentId: 'main', sessionKey: 'of main', mainSessionKey: 'main', dmScope: 'main' }),
        buildAgentSessionKey: ({ agentId }: { agentId: string }) => `of ${agentId}`,
      },
      inbound: {
        ingress: {
          resolve: async (question: Asked) => {
            asked.push(question);
            return { ingress: { admission: verdict, reasonCode: 'host_says_so' } };
          },
        },
      },
    },
  } as unknown as Judge;
  const judgement: Judgement = await judge(options, await factsOf(post));
  return { judgement, asked: asked[0] };
}

const open: PolicySettings = { groupPolicy: 'open', dmPolicy: 'open', allowFrom: ['*'] };

describe('a post that our own rules let through', () => {
  it('is answered by the agent of its place, when the host agrees', async () => {
    const { judgement, asked } = await judged(open, {});
    expect(judgement).toMatchObject({ act: 'answer', decision: { reason: 'mentioned' }, route: { agentId: 'clerk' } });
    expect(asked).toMatchObject({ subject: { stableId: ids.alice }, mentionFacts: { wasMentioned: true } });
    expect(asked?.command).toBeUndefined();
  });

  it('is silent by the host’s own reason, when the host does not agree', async () => {
    const { judgement } = await judged(open, {}, 'drop');
    expect(judgement).toEqual({ act: 'silence', code: 'host_says_so' });
  });

  it('is handed on as a command where it is one', async () => {
    const { asked } = await judged({ groupPolicy: 'allowlist', allowFrom: [ids.alice] }, { message: '@claw /new' });
    expect(asked?.command).toEqual({ allowTextCommands: true, hasControlCommand: true });
  });

  it('of a webhook is asked about under the webhook’s name, and cannot pair', async () => {
    const props = { from_webhook: 'true', webhook_display_name: 'Builds' };
    const { asked } = await judged({ ...open, allowWebhooks: true }, { props });
    expect(asked).toMatchObject({ subject: { stableId: 'webhook:Builds' }, event: { mayPair: false } });
  });
});

describe('the lists that the host is given', () => {
  it('are those of the channel', async () => {
    const settings = { allowFrom: ['x'], groupAllowFrom: ['y'], groups: { [ids.town]: { allowFrom: [ids.alice] } } };
    const { asked } = await judged(settings, {});
    expect(asked).toMatchObject({
      allowFrom: ['x'],
      groupAllowFrom: [ids.alice],
      policy: { groupPolicy: 'allowlist' },
    });
  });

  it('have the sender’s id in place of a name, where names count, and never for a webhook', async () => {
    const named = { ...open, allowFrom: ['@Alice', 'bob'], dangerouslyAllowNameMatching: true, allowWebhooks: true };
    expect((await judged(named, {})).asked?.allowFrom).toEqual([ids.alice, 'bob']);
    const byId = { ...named, dangerouslyAllowNameMatching: false };
    expect((await judged(byId, {})).asked?.allowFrom).toEqual(['@Alice', 'bob']);
    const props = { from_webhook: 'true', webhook_display_name: 'Builds' };
    expect((await judged(named, { props })).asked?.allowFrom).toEqual(['@Alice', 'bob']);
  });
});

describe('a post that our own rules refuse', () => {
  it('never reaches the host', async () => {
    const { judgement, asked } = await judged(open, { message: 'hello' });
    expect(judgement).toEqual({ act: 'silence', code: 'not-mentioned' });
    expect(asked).toBeUndefined();
  });
});

describe('a stranger’s direct message', () => {
  const direct = { channel_id: ids.dm, message: 'hello' };

  it('brings a code where the host wants one too', async () => {
    const { judgement, asked } = await judged({}, direct, 'pairing-required');
    expect(judgement).toMatchObject({ act: 'pair' });
    expect(asked?.event.mayPair).toBe(true);
  });

  it('brings nothing where the two do not agree', async () => {
    expect((await judged({}, direct, 'drop')).judgement).toEqual({ act: 'silence', code: 'host_says_so' });
    expect((await judged({}, direct, 'dispatch')).judgement).toEqual({ act: 'silence', code: 'pairing-required' });
    const known = { ...open, allowFrom: ['*'] };
    expect((await judged(known, direct, 'pairing-required')).judgement).toEqual({
      act: 'silence',
      code: 'host_says_so',
    });
  });
});
