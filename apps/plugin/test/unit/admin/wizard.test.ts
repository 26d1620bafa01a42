import { afterEach, expect, it, vi } from 'vitest';
import { setupWizard } from '../../../src/admin/setup/wizard.ts';
import { credentials, withSection } from '../../support/config.ts';

const place = { cfg: {}, accountId: 'default' };

afterEach(() => vi.unstubAllEnvs());

it('The wizard offers the environment to the default account when both variables are set', () => {
  const isOffered = (accountId: string) => setupWizard.envShortcut?.isAvailable({ cfg: {}, accountId });
  vi.stubEnv('MATTERMOST_BOT_TOKEN', '');
  expect(isOffered('default')).toBe(false);
  vi.stubEnv('MATTERMOST_BOT_TOKEN', 't');
  vi.stubEnv('MATTERMOST_URL', '');
  expect(isOffered('default')).toBe(false);
  vi.stubEnv('MATTERMOST_URL', 'https://chat.example.com');
  expect([isOffered('default'), isOffered('ops')]).toEqual([true, false]);
});

it('The wizard does not offer the environment when token or address is configured, which would count before it', () => {
  vi.stubEnv('MATTERMOST_BOT_TOKEN', 't');
  vi.stubEnv('MATTERMOST_URL', 'https://chat.example.com');
  const isOffered = (section: object) =>
    setupWizard.envShortcut?.isAvailable({ cfg: withSection(section), accountId: 'default' });
  expect(isOffered({ baseUrl: 'https://other.example.com' })).toBe(false);
  expect(isOffered({ botToken: 'configured' })).toBe(false);
  expect(isOffered({ enabled: true })).toBe(true);
});

it('The wizard writes the token, and the address without its trailing slash', async () => {
  const [credential] = setupWizard.credentials;
  const [address] = setupWizard.textInputs ?? [];
  const cfg = await credential?.applySet?.({ ...place, credentialValues: {}, value: 't', resolvedValue: 't' });
  const value = address?.normalizeValue?.({ ...place, credentialValues: {}, value: 'https://chat.example.com/ ' });
  const next = await address?.applySet?.({ accountId: 'default', cfg: cfg ?? {}, value: value ?? '' });
  expect(next?.channels?.['mattermost']).toEqual({ enabled: true, ...credentials });
  expect(await setupWizard.status.resolveConfigured({ cfg: next ?? {} })).toBe(true);
});

it.each([
  ['chat', 'The address is wrong: expected an address such as https://chat, got one without https://.'],
  [' ', 'The address is missing.'],
  ['https://chat.example.com', undefined],
])('The wizard says about the address “%s”: %s', (value, message) => {
  const [address] = setupWizard.textInputs ?? [];
  expect(address?.validate?.({ ...place, credentialValues: {}, value })).toBe(message);
});

it('The wizard can switch the channel off', () => {
  expect(setupWizard.disable?.(withSection({})).channels?.['mattermost']).toEqual({ enabled: false });
});
