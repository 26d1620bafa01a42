import { describe, expect, it } from 'vitest';
import { accountsFor, CommandError, readKey, readPostId } from '../../../src/cli/command.ts';
import { credentials, withSection } from '../../support/config.ts';

const id = 'abcdefghijklmnopqrstuvwxyz';

describe('What is typed after a command', () => {
  it.each([id, ` ${id} `, `https://chat.example.com/acme/pl/${id}`, `https://x.example.com/sub/acme/pl/${id}?view=1`])(
    '%s is read as a post',
    text => {
      expect(readPostId(text)).toBe(id);
      expect(readKey(text)).toBe(id);
    },
  );

  it.each(['', 'hello', `${id}x`, '#ops', '@alice', 'https://chat.example.com/acme/channels/ops', `user:${id}`])(
    '%o is refused with an error that shows it and says what to type',
    text => {
      expect(() => readPostId(text)).toThrow(CommandError);
      expect(() => readPostId(text)).toThrow(/^post: expected the id of a post .*, got ".*Copy link/);
    },
  );

  it('A password in an address is not repeated', () => {
    expect(() => readPostId('https://alice:geheim@chat.example.com/x')).toThrow(/^(?!.*geheim)/s);
  });

  it('The key of a click or a command names a dead letter, and no post', () => {
    expect(readKey('click:17')).toBe('click:17');
    expect(() => readPostId('click:17')).toThrow(CommandError);
  });

  it('Without --account, a command is about all accounts', () => {
    const cfg = withSection({ accounts: { ops: credentials, dev: credentials } });
    const context = { cfg, stateDir: '/nowhere', print: () => {} };
    expect(accountsFor(context, {}).toSorted()).toEqual(['dev', 'ops']);
    expect(accountsFor(context, { account: 'Ops' })).toEqual(['ops']);
    for (const account of ['nope', '', ' ']) {
      expect(() => accountsFor(context, { account })).toThrow(
        /^--account: there is no Mattermost account ".*dev, ops\.$/,
      );
    }
  });
});
