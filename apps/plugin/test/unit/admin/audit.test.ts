import { describe, expect, it } from 'vitest';
import { mattermostPlugin } from '../../../src/channel.ts';
import type { resolveAccount } from '../../../src/config/accounts.ts';

const credentials = { botToken: 'geheim', baseUrl: 'https://chat.example.com' };

/** The account as the host looks at it for an audit. */
function context(section: object) {
  const cfg = { channels: { mattermost: { ...credentials, ...section } } };
  const account = mattermostPlugin.config.inspectAccount?.(cfg, 'default') as ReturnType<typeof resolveAccount>;
  return { cfg, accountId: 'default', account };
}

async function findings(section: object): Promise<unknown[]> {
  const found = (await mattermostPlugin.security?.collectWarnings?.(context(section))) ?? [];
  return found.map(finding => (typeof finding === 'string' ? finding : finding.checkId));
}

describe('the security audit', () => {
  it('finds nothing in a configuration of defaults', async () => {
    expect(await findings({})).toEqual([]);
  });

  it('finds open channels, by their own policy or the shared one', async () => {
    expect(await findings({ groupPolicy: 'open' })).toEqual(['channels.mattermost.groups.open']);
  });

  it('names the settings where they stand, in the section or with an account', async () => {
    const detail = async (section: object) =>
      JSON.stringify(await mattermostPlugin.security?.collectWarnings?.(context(section)));
    expect(await detail({ groupPolicy: 'open' })).toContain('Set channels.mattermost.groupPolicy=');
    expect(await detail({ accounts: { default: { groupPolicy: 'open' } } })).toContain(
      'Set channels.mattermost.accounts.default.groupPolicy=',
    );
  });

  it('names dmPolicy when it speaks of direct messages', () => {
    const policy = mattermostPlugin.security?.resolveDmPolicy?.(context({ dmPolicy: 'open', allowFrom: ['*'] }));
    expect(policy?.policyPath).toBe('channels.mattermost.dmPolicy');
  });

  it('finds webhooks that wake the bot', async () => {
    expect(await findings({ allowWebhooks: true })).toEqual(['channels.mattermost.webhooks']);
  });

  it('is told the policy of direct messages, from where it is set', () => {
    const policy = mattermostPlugin.security?.resolveDmPolicy?.(context({ dmPolicy: 'open', allowFrom: ['*'] }));
    expect(policy).toMatchObject({ policy: 'open', allowFrom: ['*'] });
    expect(mattermostPlugin.security?.resolveDmPolicy?.(context({}))).toMatchObject({ policy: 'pairing' });
  });

  it('is told which entries can pass to somebody else', () => {
    const policy = mattermostPlugin.security?.resolveDmPolicy?.(context({}));
    expect(policy?.classifyEntryAuthentication?.('q9pq1uu3n7rpjp8qjsax8ojjgr')).toBe('verified');
    expect(policy?.classifyEntryAuthentication?.('@alice')).toBe('mutable');
  });

  it('never sees the token', () => {
    expect(JSON.stringify(context({}).account)).not.toContain('geheim');
  });
});
