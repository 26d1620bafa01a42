import { readdirSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dropInbox } from '../../../src/cli/inbox-drop.ts';
import { listInbox } from '../../../src/cli/inbox-list.ts';
import { retryInbox } from '../../../src/cli/inbox-retry.ts';
import { openSqliteStores } from '../../../src/storage/account-stores.ts';
import { credentials, withSection } from '../../support/config.ts';
import { temporaryFolder } from '../../support/state-file.ts';

const [one, two, three] = ['a', 'b', 'c'].map(letter => letter.repeat(26)) as [string, string, string];

/** Two accounts of which each has given up posts, as `giveUp` says, and a third that never ran. */
async function openStage(giveUp: { readonly ops: readonly string[]; readonly dev?: readonly string[] }) {
  const stateDir = temporaryFolder();
  const open = async (accountId: string, keys: readonly string[]) => {
    const { ledger, close } = openSqliteStores(stateDir, accountId);
    onTestFinished(close);
    await ledger.acquireLease();
    for (const [index, key] of keys.entries()) {
      const place = { kind: 'post', conversation: 'town', channelId: 'town', rootId: '' };
      const payload = { message: 'a secret text' };
      await ledger.append({ entries: [{ key, ...place, at: 1_000 + index, editedAt: 0, payload }] });
      await ledger.claim(key);
      await ledger.fail(key, { error: 'the model was away' });
    }
    return ledger;
  };
  const [ops, dev] = [await open('ops', giveUp.ops), await open('dev', giveUp.dev ?? [])];
  const lines: string[] = [];
  const cfg = withSection({ accounts: { ops: credentials, dev: credentials, idle: credentials } });
  const context = { cfg, stateDir, print: (line: string) => void lines.push(line) };
  return { ops, dev, context, stateDir, printed: () => lines.splice(0).join('\n') };
}

describe('openclaw mattermost inbox', () => {
  it('`inbox list` names what was given up and why, newest first, and never what it says', async () => {
    const { context, printed, stateDir } = await openStage({ ops: [one, two] });
    await listInbox(context, {});
    const text = printed();
    expect(text).toMatch(
      new RegExp(
        `Account ops: 2 messages were given up\\.\\n {2}${two} .*channel town.*\\n.*the model was away\\n {2}${one}`,
      ),
    );
    expect(text).toContain('Account dev: no message was given up.');
    expect(text).toMatch(/Account idle: it has never run .*idle\.sqlite/);
    expect(text).toContain('openclaw mattermost inbox retry');
    await listInbox(context, { json: true, account: 'ops' });
    const json = printed();
    expect(JSON.parse(json)).toMatchObject({
      accounts: [{ account: 'ops', count: 2, newest: [{ id: two, error: 'the model was away' }, { id: one }] }],
    });
    expect(text + json).not.toContain('secret');
    expect(readdirSync(`${stateDir}/mattermost`)).not.toContain('idle.sqlite');
  });

  it('`inbox retry` has a post tried again by the process that runs the account', async () => {
    const { ops, context, printed } = await openStage({ ops: [one, two] });
    await ops.hasChangedElsewhere();
    await retryInbox(context, [`https://chat.example.com/acme/pl/${one}`], {});
    expect(printed()).toBe(`${one} is tried again within 5 seconds, after what runs in its conversation.`);
    expect(await ops.hasChangedElsewhere()).toBe(true);
    expect(await ops.claim(one)).toMatchObject({ entry: { failures: 0 }, payload: { message: 'a secret text' } });
    expect((await ops.dead()).map(({ entry }) => entry.key)).toEqual([two]);
  });

  it('`inbox retry` of an account that does not run says that it must run first', async () => {
    const { ops, context, printed } = await openStage({ ops: [one] });
    await ops.releaseLease();
    await retryInbox(context, [one], {});
    expect(printed()).toContain('when the account runs again');
  });

  it('`inbox drop` gives a post up for good and deletes its text', async () => {
    const { ops, context, printed } = await openStage({ ops: [one, two] });
    await dropInbox(context, [one], { json: true });
    expect(JSON.parse(printed())).toEqual({ changed: [{ account: 'ops', id: one, isRunning: true }] });
    expect((await ops.find([one])).get(one)).toMatchObject({ state: 'settled', outcome: 'silent', code: 'dropped' });
    await dropInbox(context, [two], {});
    expect(printed()).toBe(`${two} is given up for good, and its text is deleted.`);
  });

  it('`--all` means every account, or the one that is named', async () => {
    const { ops, dev, context, printed } = await openStage({ ops: [one, two], dev: [one] });
    await retryInbox(context, [], { all: true, account: 'ops' });
    expect([(await ops.counts()).dead, (await dev.counts()).dead]).toEqual([0, 1]);
    await dropInbox(context, [], { all: true });
    expect((await dev.counts()).dead).toBe(0);
    printed();
    await dropInbox(context, [], { all: true });
    expect(printed()).toBe('No message was given up.');
  });

  it('Bad input is refused with an error that says what is wrong, and changes nothing', async () => {
    const { ops, context } = await openStage({ ops: [one] });
    await expect(retryInbox(context, [], {})).rejects.toThrow(/^inbox retry: expected ids .* or --all alone\.$/);
    await expect(dropInbox(context, [one], { all: true })).rejects.toThrow(/^inbox drop: expected ids/);
    await expect(retryInbox(context, ['nonsense'], {})).rejects.toThrow(/^post: expected the id of a post/);
    await expect(retryInbox(context, [one], { account: 'nope' })).rejects.toThrow(/^--account: /);
    expect((await ops.counts()).dead).toBe(1);
  });

  it('A post that was not given up is named with its state, after the others are changed', async () => {
    const { ops, context, printed } = await openStage({ ops: [one, two] });
    await ops.drop(two);
    await expect(retryInbox(context, [one, two, three], {})).rejects.toThrow(
      new RegExp(
        `^${two} is not given up: it is done\\. An operator gave it up.*\\n${three} is not given up: no account has it`,
      ),
    );
    expect(printed()).toContain(`${one} is tried again`);
    await expect(retryInbox(context, [one], {})).rejects.toThrow('it is still being worked on');
  });
});
