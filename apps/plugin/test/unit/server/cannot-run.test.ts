import { expect, it, onTestFinished } from 'vitest';
import { noteBlocked, whyItCannotRun } from '../../../src/server/cannot-run.ts';
import { credentials, withSection } from '../../support/config.ts';

const ops = credentials;
const off = { ...credentials, enabled: false };

it.each<[object, string, string | undefined]>([
  [{ accounts: { ops } }, 'ops', undefined],
  [{ accounts: { ops } }, 'OPS', undefined],
  [{ accounts: { ops, dev: ops } }, 'qa', 'There is no Mattermost account "qa"; there is dev, ops.'],
  [{ accounts: { ops: off } }, 'ops', 'channels.mattermost.accounts.ops.enabled is false: the account is off.'],
  [off, 'default', 'channels.mattermost.enabled is false: the account is off.'],
  [{ enabled: false, accounts: { ops } }, 'ops', 'channels.mattermost.enabled is false: the account is off.'],
  [{ accounts: { ops: {} } }, 'ops', 'There is no bot token. Set channels.mattermost.accounts.ops.botToken.'],
  [
    { accounts: { ops: { ...ops, dmPolicy: 'closed' } } },
    'ops',
    'channels.mattermost.accounts.ops.dmPolicy is "closed"; expected "pairing", "allowlist", "open" or "disabled".',
  ],
])('With %o the account %s cannot run because: %s', (section, id, why) => {
  expect(whyItCannotRun(withSection(section), id)).toBe(why);
});

it('An account that has ended for good says why, until it is started again', () => {
  onTestFinished(() => noteBlocked('ops', undefined));
  const cfg = withSection({ accounts: { ops } });
  noteBlocked('ops', 'The server refuses the bot token.');
  expect(whyItCannotRun(cfg)).toBe('The server refuses the bot token.');
  noteBlocked('ops', undefined);
  expect(whyItCannotRun(cfg)).toBeUndefined();
});
