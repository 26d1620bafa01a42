import { expect, it } from 'vitest';
import { setupContract } from '../../../src/admin/setup/contract.ts';
import { mattermostPlugin } from '../../../src/channel.ts';
import { withSection } from '../../support/config.ts';

const input = { botToken: 't', httpUrl: 'https://chat.example.com/' };
const written = { enabled: true, botToken: 't', baseUrl: 'https://chat.example.com' };

/** What `channels.mattermost` is after `openclaw channels add` with these options. */
function add(section: object | undefined, accountId: string, options: object): unknown {
  const cfg = section ? withSection(section) : {};
  return setupContract.applyAccountConfig({ cfg, accountId, input: options }).channels?.['mattermost'];
}

const errorOf = (options: object, accountId = 'default') =>
  setupContract.validateInput?.({ cfg: {}, accountId, input: options }) ?? null;

it('openclaw channels add writes the first account into the section', () => {
  expect(add(undefined, 'default', input)).toEqual(written);
});

it('openclaw channels add accepts --token, and removes what people copy with an address', () => {
  const options = { token: ' t ', httpUrl: 'https://chat.example.com/sub/api/v4/' };
  expect(add(undefined, 'default', options)).toEqual({ ...written, baseUrl: 'https://chat.example.com/sub' });
});

it('openclaw channels add writes another account under its name', () => {
  expect(add({ dmPolicy: 'allowlist' }, 'ops', input)).toEqual({
    ...{ dmPolicy: 'allowlist', enabled: true },
    accounts: { ops: written },
  });
});

it('openclaw channels add writes the default account into accounts.default when that exists', () => {
  const section = { accounts: { default: { botToken: 'old', chatmode: 'onmessage' } } };
  expect(add(section, 'default', input)).toMatchObject({
    accounts: { default: { ...written, chatmode: 'onmessage' } },
  });
});

it('openclaw channels add --use-env writes no secret', () => {
  expect(add(undefined, 'default', { useEnv: true })).toEqual({ enabled: true });
});

it.each([
  [{}, 'Mattermost requires --bot-token and --http-url (or --use-env).'],
  [{ botToken: 't' }, 'Mattermost requires --bot-token and --http-url (or --use-env).'],
  [{ httpUrl: 'https://chat.example.com' }, 'Mattermost requires --bot-token and --http-url (or --use-env).'],
  [
    { botToken: 't', httpUrl: 'chat.example.com' },
    '--http-url is wrong: expected an address such as https://chat.example.com, got one without https://.',
  ],
])('openclaw channels add with %o is refused: %s', (options, error) => {
  expect(errorOf(options)).toBe(error);
});

it.each([{ botToken: 't', httpUrl: 'https://chat.example.com' }, { useEnv: true }])(
  'openclaw channels add with %o is accepted',
  options => {
    expect(errorOf(options)).toBeNull();
  },
);

it('openclaw channels add --use-env is refused for any account but default', () => {
  expect(errorOf({ useEnv: true }, 'ops')).toMatch(/count only for the account default/);
});

it('openclaw channels remove switches an account off, or deletes it and keeps the others', () => {
  const { config } = mattermostPlugin;
  const cfg = withSection({ ...written, accounts: { ops: { botToken: 'u' } } });
  const off = config.setAccountEnabled?.({ cfg, accountId: 'ops', enabled: false });
  expect(off?.channels?.['mattermost']).toMatchObject({ enabled: true, accounts: { ops: { enabled: false } } });
  const deleted = config.deleteAccount?.({ cfg, accountId: 'ops' });
  expect(deleted?.channels?.['mattermost']).toMatchObject({ botToken: 't' });
  expect(JSON.stringify(deleted)).not.toContain('"u"');
});
