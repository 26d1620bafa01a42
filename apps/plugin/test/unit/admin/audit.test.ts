import { expect, it } from 'vitest';
import { mattermostPlugin } from '../../../src/channel.ts';
import type { resolveAccount } from '../../../src/config/accounts.ts';
import { withSection } from '../../support/config.ts';

/** What OpenClaw passes to an audit. */
function contextOf(section: object) {
  const cfg = withSection({ botToken: 'geheim', baseUrl: 'https://chat.example.com', ...section });
  const account = mattermostPlugin.config.inspectAccount?.(cfg, 'default') as ReturnType<typeof resolveAccount>;
  return { cfg, accountId: 'default', account };
}

async function audit(section: object) {
  return (await mattermostPlugin.security?.collectWarnings?.(contextOf(section))) ?? [];
}

async function checksOf(section: object): Promise<unknown[]> {
  return (await audit(section)).map(finding => (typeof finding === 'string' ? finding : finding.checkId));
}

const dmPolicyOf = (section: object) => mattermostPlugin.security?.resolveDmPolicy?.(contextOf(section));

it('The audit finds nothing in an account with the defaults', async () => {
  expect(await checksOf({})).toEqual([]);
});

it('The audit finds open channels', async () => {
  expect(await checksOf({ groupPolicy: 'open' })).toEqual(['channels.mattermost.groups.open']);
});

it('The audit names settings at the path where they are set, in the section or in an account', async () => {
  expect(JSON.stringify(await audit({ groupPolicy: 'open' }))).toContain('Set channels.mattermost.groupPolicy=');
  expect(JSON.stringify(await audit({ accounts: { default: { groupPolicy: 'open' } } }))).toContain(
    'Set channels.mattermost.accounts.default.groupPolicy=',
  );
});

it('The audit finds webhooks that wake the bot, and says what to do', async () => {
  expect(await audit({ allowWebhooks: true })).toMatchObject([
    {
      ...{ checkId: 'channels.mattermost.webhooks', severity: 'warn' },
      detail: expect.stringMatching(/^channels\.mattermost\.allowWebhooks is on: anyone who knows the address/),
      remediation: expect.stringContaining('webhook:<title>'),
    },
  ]);
});

it('The audit gets the policy of direct messages, and the path at which it is set', () => {
  expect(dmPolicyOf({ dmPolicy: 'open', allowFrom: ['*'] })).toMatchObject({
    ...{ policy: 'open', allowFrom: ['*'], policyPath: 'channels.mattermost.dmPolicy' },
  });
  expect(dmPolicyOf({})).toMatchObject({ policy: 'pairing' });
});

it('An id in a list counts as verified, and a username as an entry that another person can get', () => {
  const classify = dmPolicyOf({})?.classifyEntryAuthentication;
  expect(classify?.('q9pq1uu3n7rpjp8qjsax8ojjgr')).toBe('verified');
  expect(classify?.('@alice')).toBe('mutable');
});

it('The audit never gets the token', () => {
  expect(JSON.stringify(contextOf({}).account)).not.toContain('geheim');
});
