import { describe, expect, it } from 'vitest';
import { sendText } from '../../../src/answers/send-text.ts';
import {
  directoryGroups,
  directoryPeers,
  directorySelf,
  resolveTarget,
  targetsFor,
} from '../../../src/answers/target-adapter.ts';
import { mattermostPlugin } from '../../../src/channel.ts';
import { markRunning, openAccount } from '../../support/account.ts';

async function openRunning(section: object = {}) {
  const stage = await openAccount({ section, rest: { maxAttempts: 1 } });
  markRunning(stage.account);
  const { mattermost, alice, claw } = stage;
  const reply = await alice.says('More of it.', { in: stage.ops, thread: stage.question });
  return { ...stage, reply, direct: mattermost.directChannel(alice, claw) };
}

describe('What OpenClaw asks about a target', () => {
  it('Names, bare ids and permalinks become ids', async () => {
    const { cfg, alice, ops, question, reply, mattermost } = await openRunning();
    const channel = { kind: 'channel', to: `channel:${ops.id}` };
    const thread = { kind: 'channel', to: `channel:${ops.id}:${question.id}` };
    for (const [input, expected] of [
      ['#OPS', { ...channel, display: '#ops' }],
      ['ops', { ...channel, display: '#ops' }],
      ['acme/ops', { ...channel, display: '#ops' }],
      [ops.id, { ...channel, display: '#ops' }],
      ['@Alice', { kind: 'user', to: `user:${alice.id}`, display: '@alice' }],
      [alice.id, { kind: 'user', to: `user:${alice.id}`, display: '@alice' }],
      [`channel:${ops.id}:${reply.id}`, thread],
      [`${mattermost.url}/acme/pl/${reply.id}`, thread],
    ] as const) {
      expect(await resolveTarget({ cfg, input }), input).toEqual(expected);
    }
  });

  it('P10: Explicit ids are taken as they are, also where no account runs', async () => {
    const { cfg, alice, ops, mattermost } = await openAccount();
    const before = mattermost.requests.length;
    expect(await resolveTarget({ cfg, input: `user:${alice.id}` })).toBeNull();
    expect(await resolveTarget({ cfg, input: `channel:${ops.id}` })).toBeNull();
    expect(mattermost.requests).toHaveLength(before);
  });

  it('A wrong target, an unknown name and the permalink of another server are errors that say what to do', async () => {
    const { cfg, question } = await openRunning();
    await expect(resolveTarget({ cfg, input: 'chanel:ops' })).rejects.toThrow(
      /at character 1: "chanel:" is not a kind/,
    );
    await expect(resolveTarget({ cfg, input: '#opps' })).rejects.toThrow(/Did you mean acme\/ops/);
    await expect(resolveTarget({ cfg, input: `https://other.example.com/acme/pl/${question.id}` })).rejects.toThrow(
      /other\.example\.com is another server/,
    );
  });

  it('P12: OpenClaw leaves every target to us, and never takes a part of a name for it', () => {
    const looksLikeId = mattermostPlugin.messaging?.targetResolver?.looksLikeId;
    for (const text of ['user:x', 'group:x', '@name', '#x', 'ops-ex', 'a text']) expect(looksLikeId?.(text)).toBe(true);
    expect(looksLikeId?.(' ')).toBe(false);
  });
});

describe('Sending to a target', () => {
  it('A text goes to the place of every form of a target', async () => {
    const { cfg, alice, ops, question, reply, direct, mattermost } = await openRunning();
    const inThread = { channelId: ops.id, rootId: question.id };
    for (const [to, { channelId, rootId }] of [
      ['#Ops', { channelId: ops.id, rootId: '' }],
      [`mattermost:channel:${ops.id}`, { channelId: ops.id, rootId: '' }],
      ['@alice', { channelId: direct.id, rootId: '' }],
      [`mattermost:${alice.id}`, { channelId: direct.id, rootId: '' }],
      [`channel:${ops.id}:${reply.id}`, inThread],
      [`${mattermost.url}/_redirect/pl/${reply.id}`, inThread],
    ] as const) {
      const sent = await sendText({ cfg, to, text: `to ${to}` });
      expect(sent.channelId, to).toBe(channelId);
      const post = [...mattermost.posts(ops), ...mattermost.posts(direct)].find(({ id }) => id === sent.messageId);
      expect(post?.root_id, to).toBe(rootId);
    }
  });

  it('P15: A second text to a person opens no second direct channel', async () => {
    const { cfg, alice, mattermost } = await openRunning();
    for (const text of ['one', 'two']) await sendText({ cfg, to: `user:${alice.id}`, text });
    expect(mattermost.requests.filter(({ path }) => path.endsWith('/channels/direct'))).toHaveLength(1);
  });
});

describe('dmChannelRetry', () => {
  const direct = { method: 'POST', path: '/channels/direct' } as const;
  const unavailable = { status: 503, headers: { 'Content-Type': 'text/html' }, body: '<html></html>' };

  it('dmChannelRetry.maxRetries: so often the bot tries again to open a direct channel', async () => {
    const never = await openRunning({ dmChannelRetry: { maxRetries: 0 } });
    const fault = never.mattermost.faults.answer(direct, unavailable);
    await expect(sendText({ cfg: never.cfg, to: `user:${never.alice.id}`, text: 'Hello.' })).rejects.toThrow(/503/);
    expect(fault.count).toBe(1);
    const twice = await openRunning({ dmChannelRetry: { maxRetries: 2, initialDelayMs: 100, maxDelayMs: 1_000 } });
    const again = twice.mattermost.faults.answer(direct, unavailable);
    await expect(sendText({ cfg: twice.cfg, to: `user:${twice.alice.id}`, text: 'Hello.' })).rejects.toThrow(/503/);
    expect(again.count).toBe(3);
  });

  it('dmChannelRetry.initialDelayMs, dmChannelRetry.maxDelayMs, dmChannelRetry.timeoutMs: a pause that would end after the time is not begun', async () => {
    // The server asks for a pause that is longer than the time for all attempts.
    const retry = { initialDelayMs: 100, maxDelayMs: 1_000, timeoutMs: 5_000 };
    const { cfg, alice, mattermost } = await openRunning({ dmChannelRetry: retry });
    const limited = { status: 429, headers: { 'Retry-After': '6' }, body: 'limit exceeded\n' };
    const fault = mattermost.faults.answer(direct, limited);
    await expect(sendText({ cfg, to: `user:${alice.id}`, text: 'Hello.' })).rejects.toThrow(/429/);
    expect(fault.count).toBe(1);
  });

  it('R40: A direct channel that the server forbids is asked for once, and the error names the setting', async () => {
    const { cfg, alice, mattermost } = await openRunning();
    const id = 'api.channel.create_channel.direct_channel.team_restricted_error';
    const body = JSON.stringify({ id, message: 'No.', detailed_error: '', request_id: 'r', status_code: 403 });
    const fault = mattermost.faults.answer(direct, {
      status: 403,
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    await expect(sendText({ cfg, to: `user:${alice.id}`, text: 'Hello.' })).rejects.toThrow(
      /RestrictDirectMessage.*add the bot to a team/,
    );
    expect(fault.count).toBe(1);
  });
});

describe('openclaw directory', () => {
  it.each([true, false])('Self, peers and groups are those of the bot; the account runs here: %j', async runs => {
    const { cfg, claw, alice, ops, team, account } = await openAccount();
    if (runs) markRunning(account);
    team.addPerson('bob');
    expect(await directorySelf({ cfg })).toMatchObject({ kind: 'user', id: `user:${claw.id}`, handle: '@claw' });
    const peers = await directoryPeers({ cfg, query: null, limit: null });
    expect(peers.map(({ handle }) => handle).sort()).toEqual(['@admin', '@alice', '@bob']);
    expect(await directoryPeers({ cfg, query: 'ALI', limit: null })).toMatchObject([{ id: `user:${alice.id}` }]);
    expect(await directoryPeers({ cfg, limit: 2 })).toHaveLength(2);
    const groups = await directoryGroups({ cfg, query: null, limit: null });
    expect(groups).toContainEqual({
      kind: 'group',
      id: `channel:${ops.id}`,
      name: expect.any(String),
      handle: 'acme/ops',
    });
    expect(await directoryGroups({ cfg, query: ' OPS ' })).toHaveLength(1);
    expect(await directoryGroups({ cfg, limit: 1 })).toHaveLength(1);
  });

  it('Without a token, the error names the setting', () => {
    expect(() => targetsFor({ channels: { mattermost: { baseUrl: 'https://x.example.com' } } } as never)).toThrow(
      /botToken/,
    );
  });
});
