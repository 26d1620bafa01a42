import { describe, expect, it } from 'vitest';
import { setupContract } from '../../../src/admin/setup/contract.ts';
import { mattermostPlugin } from '../../../src/channel.ts';

type Config = Parameters<typeof setupContract.applyAccountConfig>[0]['cfg'];

const input = { botToken: 't', httpUrl: 'https://chat.example.com/' };

/** What `channels.mattermost` is after an account has been added. */
function added(section: object | undefined, accountId: string, given: object): unknown {
  const cfg: Config = { ...(section && { channels: { mattermost: section } }) };
  return setupContract.applyAccountConfig({ cfg, accountId, input: given }).channels?.['mattermost'];
}

const complaint = (given: object, accountId = 'default') =>
  setupContract.validateInput?.({ cfg: {}, accountId, input: given }) ?? null;

describe('openclaw channels add', () => {
  it('writes the only account into the section', () => {
    expect(added(undefined, 'default', input)).toEqual({
      enabled: true,
      botToken: 't',
      baseUrl: 'https://chat.example.com',
    });
  });

  it('takes the token under its short name too, and the address as people copy it', () => {
    const given = { token: ' t ', httpUrl: 'https://chat.example.com/sub/api/v4/' };
    expect(added(undefined, 'default', given)).toMatchObject({
      botToken: 't',
      baseUrl: 'https://chat.example.com/sub',
    });
  });

  it('writes a further account under its name', () => {
    expect(added({ dmPolicy: 'allowlist' }, 'ops', input)).toEqual({
      dmPolicy: 'allowlist',
      enabled: true,
      accounts: { ops: { enabled: true, botToken: 't', baseUrl: 'https://chat.example.com' } },
    });
  });

  it('writes the default account where it stands already, so that the new token counts', () => {
    const section = { accounts: { default: { botToken: 'old', chatmode: 'onmessage' } } };
    expect(added(section, 'default', input)).toMatchObject({
      accounts: { default: { botToken: 't', baseUrl: 'https://chat.example.com', chatmode: 'onmessage' } },
    });
  });

  it('writes no secret with --use-env', () => {
    expect(added(undefined, 'default', { useEnv: true })).toEqual({ enabled: true });
  });

  it.each([
    [{}, 'Mattermost requires --bot-token and --http-url (or --use-env).'],
    [{ botToken: 't' }, 'Mattermost requires --bot-token and --http-url (or --use-env).'],
    [{ httpUrl: 'https://chat.example.com' }, 'Mattermost requires --bot-token and --http-url (or --use-env).'],
    [
      { botToken: 't', httpUrl: 'chat.example.com' },
      '--http-url is "chat.example.com"; expected an address such as https://chat.example.com.',
    ],
    [{ botToken: 't', httpUrl: 'https://chat.example.com' }, null],
    [{ useEnv: true }, null],
  ])('says of %o: %s', (given, message) => {
    expect(complaint(given)).toBe(message);
  });

  it('keeps the environment for the default account', () => {
    expect(complaint({ useEnv: true }, 'ops')).toMatch(/count for the account default alone/);
  });
});

describe('openclaw channels remove', () => {
  const { config } = mattermostPlugin;
  const section = { enabled: true, botToken: 't', baseUrl: 'https://a', accounts: { ops: { botToken: 'u' } } };
  const cfg = { channels: { mattermost: section } };

  it('switches an account off', () => {
    const next = config.setAccountEnabled?.({ cfg, accountId: 'ops', enabled: false });
    expect(next?.channels?.['mattermost']).toMatchObject({ enabled: true, accounts: { ops: { enabled: false } } });
  });

  it('deletes an account, and leaves the others', () => {
    const next = config.deleteAccount?.({ cfg, accountId: 'ops' });
    expect(next?.channels?.['mattermost']).toMatchObject({ botToken: 't' });
    expect(JSON.stringify(next)).not.toContain('"u"');
  });
});
