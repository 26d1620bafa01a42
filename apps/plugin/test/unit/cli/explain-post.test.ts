import type { Entry } from '@clawmost/mm-inbox';
import { describe, expect, it } from 'vitest';
import type { PostEvidence, ServerEvidence, StoredEvidence } from '../../../src/cli/evidence.ts';
import { explainPost } from '../../../src/cli/explain-post.ts';

const entry: Entry = {
  ...{ key: 'post', kind: 'post', conversation: 'town', channelId: 'town', rootId: '', at: 1_000, editedAt: 0 },
  ...{ state: 'settled', adopted: false, claims: 1, failures: 0, interruptions: 0, dueAt: 0, changedAt: 2_000 },
  ...{ outcome: 'silent', code: 'not-mentioned', error: undefined },
};

const stored: StoredEvidence = {
  ...{ entry: undefined, decisions: [], turnSince: undefined, unposted: 0, startedAt: 5_000, prunedUntil: 6_000 },
  ...{ holder: { host: 'here', pid: 1, processBeganAt: 0 }, marks: new Map([['town', 9_000]]), completeUntil: 8_000 },
};

/** The explanation of a post in the account `default`, in one text. */
function explained(changes: Partial<StoredEvidence>, more: Partial<PostEvidence> = {}): string {
  return explainPost({
    ...{
      postId: 'post',
      accountId: 'default',
      section: 'channels.mattermost',
      cannotRun: undefined,
      file: '/state/default.sqlite',
      server: undefined,
    },
    stored: { ...stored, ...changes },
    ...more,
  }).join('\n');
}

const withEntry = (changes: Partial<Entry>, more: Partial<StoredEvidence> = {}) =>
  explained({ ...more, entry: { ...entry, ...changes } });

describe('A post that the ledger knows', () => {
  it.each<[Partial<Entry>, RegExp]>([
    [{}, /^It was not answered \(not-mentioned, 1970-01-01T00:00:02\.000Z\): The post does not mention the bot/],
    [{ outcome: 'answered', code: 'delivered' }, /^It was answered \(delivered, .*\): The whole answer is posted\./],
    [{ outcome: 'joined', code: 'steered' }, /^The answer to another message covers it \(steered, /],
    [{ outcome: 'answered', code: undefined }, /^It was answered \(answered, .*\)\.$/m],
    [{ state: 'waiting' }, /^It waits for its turn\./],
    [{ state: 'waiting', dueAt: 60_000, failures: 2, error: 'boom' }, /^It waits until .*\n2 attempts failed.*boom/],
    [{ state: 'running' }, /^It is being handled\./],
    [
      { state: 'dead', failures: 5, error: 'boom' },
      /^It was given up .* after 5 failed attempts\. .*boom\n.*retry post --account default/,
    ],
  ])('An entry with %o is explained', (changes, sentence) => {
    const text = withEntry(changes);
    expect(text).toMatch(sentence);
    expect(text).toContain('written at 1970-01-01T00:00:01.000Z in the channel town');
    expect(text).not.toContain('does not run');
  });

  it('A running turn says since when OpenClaw has it, and an answer that is being posted comes first', () => {
    expect(withEntry({ state: 'running' }, { turnSince: 3_000 })).toContain('OpenClaw was given its turn at 1970');
    expect(withEntry({ state: 'running' }, { turnSince: 3_000, unposted: 1 })).toMatch(
      /^1 answer to it is being posted/,
    );
  });

  it('A post that waits while the account does not run says so', () => {
    expect(withEntry({ state: 'waiting' }, { holder: undefined })).toContain('The account does not run now.');
    const cannotRun = 'There is no bot token.';
    const text = explained({ entry: { ...entry, state: 'waiting' }, holder: undefined }, { cannotRun });
    expect(text).toContain(`The account does not run now: ${cannotRun}`);
  });

  it('Earlier decisions are listed, and the last one is not repeated', () => {
    const decision = { postId: 'post', channelId: 'town', userId: 'alice', at: 1 };
    const decisions = [
      { ...decision, code: 'gave-up' },
      { ...decision, code: 'delivered' },
    ];
    const text = withEntry({ outcome: 'answered', code: 'delivered' }, { decisions });
    expect(text.match(/delivered/g)).toHaveLength(1);
    expect(text).toContain('(gave-up): Every attempt failed.');
    expect(explained({ decisions })).toMatch(/^The ledger has forgotten it[\s\S]*gave-up[\s\S]*delivered/);
  });
});

describe('A post that the account has never seen', () => {
  const shown = { says: 'shown', channelId: 'town', writtenAt: 10_000, isMember: true } as const;

  it.each<[string, ServerEvidence, Partial<StoredEvidence>, RegExp]>([
    ['not a member', { ...shown, isMember: false }, {}, /The bot is not in its channel, town/],
    ['no start yet', shown, { startedAt: undefined }, /first start of the account is not done yet/],
    ['older than the start', { ...shown, writtenAt: 5_000 }, {}, /before the first start of the account/],
    ['forgotten', { ...shown, writtenAt: 6_000 }, {}, /until .* is forgotten/],
    [
      'left out',
      { ...shown, writtenAt: 9_000 },
      {},
      /beyond the limits of the catch-up \(channels\.mattermost\.catchUp\)/,
    ],
    [
      'left out in any channel',
      { ...shown, channelId: 'x', writtenAt: 8_000 },
      {},
      /is read until .*:08\.000Z without it/,
    ],
    ['not read yet', shown, {}, /and is not read yet\.$/],
    ['stopped', shown, { holder: undefined }, /is not read yet\.\nThe account does not run now\./],
    [
      'not shown',
      { says: 'not-shown' },
      {},
      /id is wrong, it was deleted, or the bot is not in its channel\.\nPosts from/,
    ],
    ['no reply', { says: 'nothing', why: 'it did not reply.' }, {}, /The server was not asked: it did not reply\./],
  ])('The reason “%s” is found', (_, server, changes, sentence) => {
    expect(explained(changes, { server })).toMatch(sentence);
  });

  it('An account without a state file has never run', () => {
    const text = explained({}, { stored: undefined, cannotRun: 'The account is off.' });
    expect(text).toMatch(
      /^The account has never run .*: there is no file \/state\/default\.sqlite\.\nThe account is off\.$/,
    );
  });
});
