import { startMattermost } from '@clawmost/mm-testserver';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CommandError } from '../../../src/cli/command.ts';
import { readStored } from '../../../src/cli/evidence.ts';
import { explain } from '../../../src/cli/explain.ts';
import { openSqliteStores } from '../../../src/storage/account-stores.ts';
import { withSection } from '../../support/config.ts';
import { temporaryFolder } from '../../support/state-file.ts';
import { implementations } from '../../support/stores.ts';

const entryOf = (key: string, silent?: string) => ({
  ...{ key, kind: 'post', conversation: 'town', channelId: 'town', rootId: '', at: 1_000, editedAt: 0, silent },
  payload: { message: 'a secret text' },
});

describe.each(implementations)('Evidence from stores in %s', (name, open) => {
  it(`What ${name} has of a post is read: entry, decisions, turn and unposted answers`, async () => {
    const stores = open();
    await stores.ledger.acquireLease();
    await stores.ledger.append({ entries: [entryOf('post'), entryOf('quiet', 'not-mentioned')], startedAt: 500 });
    await stores.ledger.claim('post');
    await stores.decisions.note({ postId: 'quiet', channelId: 'town', userId: 'alice', at: 2, code: 'not-mentioned' });
    const place = { channelId: 'town', rootId: undefined };
    const session = { agentId: 'main', sessionKey: 'main' };
    const turn = { id: 'post', posts: ['post'], messageId: 'post', session, to: 'channel:town', isCommand: false };
    await stores.pendingAnswers.openTurn({ ...turn, ...place, startedAt: 3_000 });
    const answer = { deliveryId: 'one', ...place, text: 'yes', answers: ['post'], createdAt: 4 };
    await stores.pendingAnswers.addAnswer(answer);
    await stores.pendingAnswers.addAnswer({ ...answer, deliveryId: 'two' });
    await stores.pendingAnswers.markPosted('one');

    expect(await readStored(stores, 'post')).toMatchObject({
      ...{ entry: { state: 'running' }, decisions: [], turnSince: 3_000, unposted: 1, startedAt: 500 },
      holder: { pid: process.pid },
    });
    expect(await readStored(stores, 'quiet')).toMatchObject({
      ...{
        entry: { code: 'not-mentioned' },
        decisions: [{ code: 'not-mentioned' }],
        turnSince: undefined,
        unposted: 0,
      },
    });
    expect((await readStored(stores, 'other')).entry).toBeUndefined();
  });
});

/** A server, the state of an account that runs, and the command. */
async function openStage() {
  const mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [alice, claw] = [team.addPerson('alice'), team.addBot('claw')];
  const town = team.addChannel('town', { members: [alice, claw] });
  const stateDir = temporaryFolder();
  const stores = openSqliteStores(stateDir, 'default');
  onTestFinished(() => stores.close());
  await stores.ledger.acquireLease();
  const section = { baseUrl: mattermost.url, botToken: claw.token, network: { dangerouslyAllowPrivateNetwork: true } };
  /** What the command prints. */
  const run = async (text: string, options = {}, changes: object = {}) => {
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    await explain({ cfg: withSection({ ...section, ...changes }), stateDir, print }, text, options);
    return lines.join('\n');
  };
  return { mattermost, team, alice, claw, town, stores, stateDir, run };
}

describe('openclaw mattermost explain', () => {
  it('A post that the account knows is explained while the account runs, without a call to the server', async () => {
    const { mattermost, alice, town, stores, run } = await openStage();
    const post = await alice.says('hello', { in: town });
    await stores.ledger.append({ entries: [entryOf(post.id, 'not-mentioned')] });
    await stores.decisions.note({ postId: post.id, channelId: 'town', userId: 'x', at: 2, code: 'not-mentioned' });
    const calls = mattermost.requests.length;
    expect(await run(`${mattermost.url}/acme/pl/${post.id}`)).toMatch(
      /^Post \w{26}, account default:\n {2}It was not answered \(not-mentioned, .*channels\.mattermost\.groups\.town\.requireMention/,
    );
    const printed = await run(post.id, { json: true });
    expect(JSON.parse(printed)).toMatchObject({
      post: post.id,
      accounts: [{ account: 'default', state: 'settled', outcome: 'silent', code: 'not-mentioned' }],
    });
    expect(printed).not.toContain('secret');
    expect(mattermost.requests).toHaveLength(calls);
  });

  it('The server says why a post never arrived', async () => {
    const { team, alice, town, stores, run } = await openStage();
    const early = await alice.says('early', { in: town });
    await stores.ledger.advance({ startedAt: early.create_at });
    expect(await run(early.id)).toContain('before the first start of the account');
    const aside = await alice.says('aside', { in: team.addChannel('aside', { members: [alice] }) });
    expect(await run(aside.id)).toContain(`The bot is not in its channel, ${aside.channel_id}`);
    const hidden = await alice.says('x', { in: team.addChannel('hidden', { members: [alice], type: 'P' }) });
    expect(await run(hidden.id)).toContain('the server does not show it to the bot');
    expect(await run('x'.repeat(26))).toContain('the server does not show it to the bot');
  });

  it('When the server cannot be asked, the explanation says why, without the token', async () => {
    const { claw, stores, run } = await openStage();
    await stores.ledger.advance({ startedAt: 5_000 });
    const id = 'x'.repeat(26);
    const away = await run(id, {}, { baseUrl: 'http://127.0.0.1:9' });
    expect(away).toContain('The server was not asked: channels.mattermost.baseUrl');
    expect(away).toContain('Posts from before the first start (1970-01-01T00:00:05.000Z) get no answer.');
    const refused = await run(id, {}, { botToken: 'z'.repeat(26) });
    expect(refused).toContain('The server refuses the bot token in channels.mattermost.botToken');
    expect(refused).not.toContain('z'.repeat(26));
    const reference = { source: 'env', provider: 'default', id: 'TOKEN' };
    expect(await run(id, {}, { botToken: reference })).toContain('its token is a SecretRef');
    expect([away, refused].join()).not.toContain(claw.token);
  });

  it('Every account is asked, or the one that is named; one that never ran says so', async () => {
    const { claw, run } = await openStage();
    const accounts = { default: {}, ops: { botToken: claw.token, enabled: false } };
    const id = 'x'.repeat(26);
    const both = await run(id, {}, { accounts });
    expect(both).toContain(`Post ${id}, account default:`);
    expect(both).toMatch(/account ops:\n {2}The account has never run .*ops\.sqlite\.\n.*ops\.enabled is false/);
    expect(await run(id, { account: 'ops' }, { accounts })).not.toContain('account default');
    await expect(run(id, { account: 'nope' }, { accounts })).rejects.toThrow(CommandError);
    await expect(run('nonsense')).rejects.toThrow(/^post: expected the id of a post/);
  });
});
