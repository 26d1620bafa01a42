import { describe, expect, it } from 'vitest';
import type { ChannelConfig } from '../../../src/config/schema.ts';
import type { InboundPost } from '../../../src/messages/facts.ts';
import { judgePost } from '../../../src/messages/judge.ts';
import { factsOf, ids, judgeWith } from '../../support/facts.ts';

/** Judges a post by a section; OpenClaw gives it the verdict. */
async function judge(section: ChannelConfig, post: Partial<InboundPost>, verdict?: string) {
  const options = judgeWith(section, verdict);
  const judgement = await judgePost(options, await factsOf(post));
  return {
    judgement,
    request: judgement.act === 'answer' ? judgement.request : undefined,
    question: options.questions[0],
  };
}

const open: ChannelConfig = { groupPolicy: 'open', dmPolicy: 'open', allowFrom: ['*'] };
const webhook = { from_webhook: 'true', webhook_display_name: 'Builds' };

describe('A post that our rules let through', () => {
  it('A post becomes a request for a turn when our rules and OpenClaw admit it', async () => {
    const { judgement, request } = await judge(open, { root_id: 'root', message: '@claw hello', create_at: 7 });
    expect(judgement).toMatchObject({ act: 'answer', decision: { reason: 'mentioned' } });
    expect(request).toMatchObject({
      ...{ id: 'post', posts: ['post'], messageId: 'post', writtenAt: 7, timestamp: 7 },
      ...{ kind: 'channel', channel: { id: ids.town }, to: 'channel:town' },
      speaker: { id: ids.alice, username: 'alice', name: 'Alice Ames' },
      ...{ rawText: '@claw hello', text: 'hello', isCommand: false, mayCommand: true, requireMention: true },
    });
    expect(request?.route).toMatchObject({
      ...{ agentId: 'main', threadId: 'root', baseSessionKey: 'agent:main:mattermost:channel:town' },
      sessionKey: 'agent:main:mattermost:channel:town:thread:root',
    });
  });

  it('A post that OpenClaw does not admit is silent with OpenClaw’s reason', async () => {
    expect((await judge(open, {}, 'drop')).judgement).toEqual({ act: 'silence', code: 'host_reason' });
    expect((await judge(open, {}, 'pairing-required')).judgement).toEqual({ act: 'silence', code: 'host_reason' });
  });

  it('OpenClaw is asked about the author, in the session of the turn, with the people who are paired', async () => {
    const { question, request } = await judge(open, {});
    expect(question).toMatchObject({
      ...{ subject: { stableId: ids.alice }, mentionFacts: { wasMentioned: true } },
      contextBinding: { messageId: 'post', agentId: 'main', sessionKey: request?.route.sessionKey },
    });
    // Without this OpenClaw gives no one the rights of commands.
    expect(question?.command).toEqual({ allowTextCommands: true, hasControlCommand: false });
    expect(await question?.readStoreAllowFrom?.({} as never)).toEqual(['paired']);
  });

  it('A direct message is answered to its author, without a mention', async () => {
    const { request } = await judge(open, { channel_id: ids.dm, message: 'hello' });
    expect(request).toMatchObject({ kind: 'direct', to: 'user:alice', requireMention: false });
    expect(request?.route.peer).toEqual({ kind: 'direct', id: ids.alice });
  });

  it('A command is a command for OpenClaw too', async () => {
    const { question, request } = await judge({ allowFrom: [ids.alice] }, { message: '@claw /new' });
    expect(request).toMatchObject({ isCommand: true, text: '/new' });
    expect(question?.command).toEqual({ allowTextCommands: true, hasControlCommand: true });
  });

  it('A request to stop is a command of those who may give commands, also without a mention', async () => {
    const listed: ChannelConfig = { groupPolicy: 'allowlist', groupAllowFrom: [ids.alice], allowFrom: [ids.alice] };
    for (const message of ['@claw stop', 'stop']) {
      expect((await judge(listed, { message })).request).toMatchObject({ isStop: true, isCommand: true, text: 'stop' });
    }
    expect((await judge(open, { message: 'don’t stop now @claw' })).request?.isStop).toBe(false);
  });

  it('A bare mention is handed over as it was written', async () => {
    expect((await judge(open, { message: ' @claw ' })).request?.text).toBe('@claw');
  });

  it('The agent hears whether it was mentioned, or only listens in the channel', async () => {
    const listening: ChannelConfig = { ...open, requireMention: false };
    const overheard = await judge(listening, { message: 'lunch?' });
    expect([overheard.request?.wasMentioned, overheard.question?.mentionFacts?.wasMentioned]).toEqual([false, false]);
    expect((await judge(listening, {})).request?.wasMentioned).toBe(true);
    expect((await judge(listening, { channel_id: ids.dm, message: 'hi' })).request?.wasMentioned).toBe(true);
  });

  it('A post of a webhook is from the webhook, which gives no commands and cannot be paired', async () => {
    const { question, request } = await judge({ ...open, allowWebhooks: true }, { props: webhook });
    expect(request?.speaker).toEqual({ id: 'webhook:Builds', name: 'Builds', isBot: true });
    expect(request?.mayCommand).toBe(false);
    expect(question).toMatchObject({ subject: { stableId: 'webhook:Builds' }, event: { mayPair: false } });
    expect(JSON.stringify(request?.speaker)).not.toMatch(/alice/i);
  });

  it('A post of another bot says that its author is one', async () => {
    const { request } = await judge({ ...open, allowBots: 'all' }, { user_id: ids.robo });
    expect(request?.speaker).toMatchObject({ id: ids.robo, isBot: true });
    expect((await judge(open, {})).request?.speaker).not.toHaveProperty('isBot');
  });

  it('The instructions, the skills and the agent of a channel count in the channel, and not in direct messages', async () => {
    const own = { systemPrompt: 'Be kind.', skills: ['search'], agentId: 'clerk' };
    const section = { ...open, groups: { [ids.town]: own, [ids.dm]: own } };
    expect((await judge(section, {})).request).toMatchObject({
      ...{ systemPrompt: 'Be kind.', skills: ['search'] },
      route: { agentId: 'clerk', sessionKey: 'agent:clerk:mattermost:channel:town' },
    });
    const direct = (await judge(section, { channel_id: ids.dm })).request;
    expect(direct).not.toHaveProperty('systemPrompt');
    expect(direct?.route.agentId).toBe('main');
  });
});

describe('The lists that OpenClaw gets', () => {
  it('OpenClaw gets the allow lists of the channel', async () => {
    const section = { allowFrom: ['x'], groupAllowFrom: ['y'], groups: { [ids.town]: { allowFrom: [ids.alice] } } };
    expect((await judge(section, {})).question).toMatchObject({
      ...{ allowFrom: ['x'], groupAllowFrom: [ids.alice], policy: { groupPolicy: 'allowlist' } },
    });
  });

  it('An entry with the author’s username becomes the author’s id where usernames count, and never for a webhook', async () => {
    const byName = { ...open, allowFrom: ['@Alice', 'bob'], dangerouslyAllowNameMatching: true, allowWebhooks: true };
    expect((await judge(byName, {})).question?.allowFrom).toEqual([ids.alice, 'bob']);
    const byId = { ...byName, dangerouslyAllowNameMatching: false };
    expect((await judge(byId, {})).question?.allowFrom).toEqual(['@Alice', 'bob']);
    expect((await judge(byName, { props: webhook })).question?.allowFrom).toEqual(['@Alice', 'bob']);
  });
});

describe('A post that our rules do not let through', () => {
  it('A post that our rules refuse is silent with our reason, and OpenClaw is not asked', async () => {
    const { judgement, question } = await judge(open, { message: 'hello' });
    expect(judgement).toEqual({ act: 'silence', code: 'not-mentioned' });
    expect(question).toBeUndefined();
  });
});

describe('A direct message of a stranger', () => {
  const direct = { channel_id: ids.dm, message: 'hello' };

  it('A stranger’s direct message brings a code when OpenClaw asks for a pairing too', async () => {
    const { judgement, question } = await judge({}, direct, 'pairing-required');
    expect(judgement).toEqual({ act: 'pair' });
    expect(question?.event.mayPair).toBe(true);
  });

  it('A stranger’s direct message is silent when our rules and OpenClaw do not agree on a pairing', async () => {
    expect((await judge({}, direct, 'drop')).judgement).toEqual({ act: 'silence', code: 'host_reason' });
    expect((await judge({}, direct, 'dispatch')).judgement).toEqual({ act: 'silence', code: 'pairing-required' });
    expect((await judge(open, direct, 'pairing-required')).judgement).toEqual({ act: 'silence', code: 'host_reason' });
  });
});
