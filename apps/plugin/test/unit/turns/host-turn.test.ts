import { type AnswerDecision, whoSpeaks } from '@clawmost/mm-policy';
import { describe, expect, it } from 'vitest';
import type { InboundPost } from '../../../src/messages/facts.ts';
import { dispatchTurn, replyTarget, type Turn } from '../../../src/turns/host-turn.ts';
import { factsOf, ids } from '../../support/inbound-facts.ts';

/** What the host is handed of a post. */
async function handed(post: Partial<InboundPost>, given: Partial<Turn> = {}) {
  const facts = await factsOf(post);
  const speaker = whoSpeaks(facts.post, facts.sender, ids.bot) as AnswerDecision['speaker'];
  const route = {
    ...{ agentId: 'main', mainSessionKey: 'main', dmScope: 'main', baseSessionKey: 'channel', sessionKey: 'channel' },
    ...{ peer: { kind: facts.kind, id: facts.channel.id }, threadId: undefined },
  };
  const plans: Record<string, never>[] = [];
  await dispatchTurn({
    ...{ cfg: {}, accountId: 'default', facts, speaker, text: 'hello', requireMention: true, route, delivery: {} },
    ...{ admission: { commandAccess: { authorized: true } }, lifecycle: {}, typing: async () => {} },
    inbound: {
      buildContext: (context: object) => context,
      dispatch: async (plan: Record<string, never>) => void plans.push(plan),
    },
    onTypingError: () => {},
    ...given,
  } as unknown as Turn);
  return plans[0] as unknown as {
    ctxPayload: Record<string, Record<string, unknown>>;
    record: object;
    replyOptions: object;
  };
}

describe('what the agent is told of a post', () => {
  it('is who wrote it, where, and how to answer', async () => {
    const { ctxPayload, record } = await handed({});
    expect(ctxPayload).toMatchObject({
      from: 'mattermost:channel:town',
      sender: { id: ids.alice, username: 'alice', name: 'Alice Ames' },
      conversation: { kind: 'channel', id: ids.town, label: '#town', spaceId: 'acme', nativeChannelId: ids.town },
      reply: { to: 'channel:town', originatingTo: 'channel:town' },
      message: { rawBody: '@claw hello', bodyForAgent: 'hello', commandBody: 'hello', senderLabel: 'Alice Ames' },
      access: { commands: { authorized: true } },
    });
    expect(ctxPayload['sender']).not.toHaveProperty('isBot');
    expect(record).toEqual({});
  });

  it('is that another bot is one', async () => {
    expect((await handed({ user_id: ids.robo })).ctxPayload['sender']).toMatchObject({ id: ids.robo, isBot: true });
  });

  it('is nothing of the person who made a webhook, and a webhook gives no commands', async () => {
    const props = { from_webhook: 'true', webhook_display_name: 'Builds' };
    const { ctxPayload } = await handed({ props });
    expect(ctxPayload['sender']).toEqual({ id: 'webhook:Builds', name: 'Builds', isBot: true });
    expect(ctxPayload['access']).toMatchObject({ commands: { authorized: false } });
    expect(JSON.stringify([ctxPayload['sender'], ctxPayload['message'], ctxPayload['from']])).not.toMatch(/alice/i);
  });

  it('is the person, by whom a direct message is answered and remembered', async () => {
    const { ctxPayload, record } = await handed({ channel_id: ids.dm });
    expect(ctxPayload).toMatchObject({ from: 'mattermost:alice', reply: { to: 'user:alice' } });
    expect(record).toMatchObject({
      updateLastRoute: { channel: 'mattermost', to: 'user:alice', accountId: 'default' },
    });
  });

  it('is the thread, with the channel as what it belongs to', async () => {
    const facts = await factsOf({});
    const route = {
      ...{ agentId: 'main', mainSessionKey: 'main', dmScope: 'main', baseSessionKey: 'channel' },
      ...{ sessionKey: 'channel:thread:root', threadId: 'root', peer: { kind: 'channel', id: ids.town } },
    } as unknown as Turn['route'];
    const { ctxPayload } = await handed({ root_id: 'root' }, { route });
    expect(ctxPayload).toMatchObject({
      conversation: { threadId: 'root', parentId: facts.channel.id },
      route: { dispatchSessionKey: 'channel:thread:root', parentSessionKey: 'channel', routeSessionKey: 'channel' },
      reply: { replyToId: 'root', messageThreadId: 'root' },
    });
  });
});

describe('what the configuration says of a channel', () => {
  it('reaches the agent: instructions, and the only skills', async () => {
    const { ctxPayload, replyOptions } = await handed({}, { systemPrompt: 'Be kind.', skills: ['search'] });
    expect(ctxPayload['supplemental']).toEqual({ groupSystemPrompt: 'Be kind.' });
    expect(replyOptions).toMatchObject({ skillFilter: ['search'] });
  });

  it('is left out where it says nothing, and an empty list of skills is not nothing', async () => {
    const { ctxPayload, replyOptions } = await handed({});
    expect(ctxPayload).not.toHaveProperty('supplemental');
    expect(replyOptions).not.toHaveProperty('skillFilter');
    expect((await handed({}, { skills: [] })).replyOptions).toMatchObject({ skillFilter: [] });
  });
});

describe('the way back', () => {
  it('is the person for direct messages, and the channel elsewhere', async () => {
    expect(replyTarget(await factsOf({ channel_id: ids.dm }))).toBe('user:alice');
    expect(replyTarget(await factsOf({ channel_id: ids.backroom }))).toBe('channel:backroom');
  });
});
