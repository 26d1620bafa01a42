import { afterEach, describe, expect, it, vi } from 'vitest';
import { setupWizard } from '../../../src/admin/setup/wizard.ts';

const place = { cfg: {}, accountId: 'default' };

afterEach(() => vi.unstubAllEnvs());

describe('the guided set-up', () => {
  it('offers the environment to the default account when both variables are set', () => {
    const offered = (accountId: string) => setupWizard.envShortcut?.isAvailable({ cfg: {}, accountId });
    expect(offered('default')).toBe(false);
    vi.stubEnv('MATTERMOST_BOT_TOKEN', 't');
    expect(offered('default')).toBe(false);
    vi.stubEnv('MATTERMOST_URL', 'https://chat.example.com');
    expect([offered('default'), offered('ops')]).toEqual([true, false]);
  });

  it('writes the token and the address, tidied', async () => {
    const [credential] = setupWizard.credentials;
    const [address] = setupWizard.textInputs ?? [];
    const cfg = await credential?.applySet?.({ ...place, credentialValues: {}, value: 't', resolvedValue: 't' });
    const value = address?.normalizeValue?.({ ...place, credentialValues: {}, value: 'https://chat.example.com/ ' });
    const next = await address?.applySet?.({ accountId: 'default', cfg: cfg ?? {}, value: value ?? '' });
    expect(next?.channels?.['mattermost']).toEqual({
      enabled: true,
      botToken: 't',
      baseUrl: 'https://chat.example.com',
    });
    expect(await setupWizard.status.resolveConfigured({ cfg: next ?? {} })).toBe(true);
  });

  it('says what is wrong with an address', () => {
    const check = (value: string) => setupWizard.textInputs?.[0]?.validate?.({ ...place, credentialValues: {}, value });
    expect(check('chat')).toBe('The address is "chat"; expected an address such as https://chat.example.com.');
    expect(check(' ')).toBe('The address is missing.');
    expect(check('https://chat.example.com')).toBeUndefined();
  });

  it('switches the channel off', () => {
    expect(setupWizard.disable?.({ channels: { mattermost: {} } }).channels?.['mattermost']).toEqual({
      enabled: false,
    });
  });
});
