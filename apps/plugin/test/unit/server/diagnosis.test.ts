import { HttpError, NetworkError, UnexpectedResponseError } from '@clawmost/mm-rest';
import { describe, expect, it } from 'vitest';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { diagnose, missingSetting } from '../../../src/server/diagnosis.ts';

const section = { botToken: 't', baseUrl: 'https://chat.example.com' };
const cfg = { channels: { mattermost: section } };
const good = resolveAccount(cfg, 'default');

function missing(settings: object, id = 'default') {
  const config = { channels: { mattermost: settings } };
  return missingSetting(config, resolveAccount(config, id));
}
const refused = (status: number) =>
  new HttpError(`${status}`, 'GET /users/me', { status, id: undefined, requestId: undefined });

describe('missingSetting', () => {
  it('names the setting and, for the default account, the variable', () => {
    expect(missing({ baseUrl: 'https://chat.example.com' })).toBe(
      'There is no bot token. Set channels.mattermost.botToken or the variable MATTERMOST_BOT_TOKEN.',
    );
    expect(missing({ accounts: { ops: { botToken: 't' } } }, 'ops')).toBe(
      'There is no server address. Set channels.mattermost.accounts.ops.baseUrl.',
    );
  });

  it('finds nothing where nothing is missing', () => {
    expect(missing(section)).toBeUndefined();
  });
});

describe('diagnose', () => {
  it('stops for a refused token and says which setting to look at', () => {
    const { line, terminal } = diagnose(refused(401), cfg, good);
    expect(terminal).toBe(true);
    expect(line).toContain('channels.mattermost.botToken');
  });

  it('stops for a private address and names the opt-in', () => {
    const blocked = Object.assign(new Error('blocked'), { name: 'SsrFBlockedError' });
    const { line, terminal } = diagnose(
      new NetworkError('the connection failed', 'GET /users/me', { cause: blocked, systemCode: undefined }),
      cfg,
      good,
    );
    expect(terminal).toBe(true);
    expect(line).toContain('channels.mattermost.network.dangerouslyAllowPrivateNetwork: true');
  });

  it('goes on trying when something else than Mattermost answers, and asks whether the address is right', () => {
    for (const error of [
      refused(404),
      new UnexpectedResponseError('an HTML page', 'GET /users/me', { found: 'foreign', status: 200 }),
    ]) {
      const { line, terminal } = diagnose(error, cfg, good);
      expect(terminal).toBe(false);
      expect(line).toContain('channels.mattermost.baseUrl');
    }
  });

  it('goes on trying when nobody answers', () => {
    const gone = new NetworkError('the connection failed', 'GET /users/me', { systemCode: 'ECONNREFUSED' });
    expect(diagnose(gone, cfg, good)).toMatchObject({ terminal: false });
  });
});
