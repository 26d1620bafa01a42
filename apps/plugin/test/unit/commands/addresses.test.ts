import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { afterEach, expect, it, vi } from 'vitest';
import { addressWarnings, slashAddresses } from '../../../src/commands/addresses.ts';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { withSection } from '../../support/config.ts';

afterEach(() => void vi.unstubAllEnvs());

function addresses(commands: object = {}, gateway: object = {}, baseUrl = 'https://chat.example.com') {
  const account = resolveAccount(withSection({ baseUrl, commands }));
  const found = slashAddresses({ gateway } as OpenClawConfig, account);
  return { ...found, warnings: addressWarnings(found, account) };
}

const path = '/api/channels/mattermost/command';

it.each<[object, object, string]>([
  [{}, {}, `http://localhost:18789${path}`],
  [{}, { port: 19_000 }, `http://localhost:19000${path}`],
  [{}, { customBindHost: '0.0.0.0' }, `http://localhost:18789${path}`],
  [{}, { customBindHost: '::' }, `http://localhost:18789${path}`],
  [{}, { customBindHost: 'fe80::1' }, `http://[fe80::1]:18789${path}`],
  [{ callbackPath: 'api/channels/mattermost/cmd' }, {}, 'http://localhost:18789/api/channels/mattermost/cmd'],
  [{ callbackUrl: 'https://gw.example.com/oc' }, { port: 19_000 }, 'https://gw.example.com/oc'],
])('With commands: %j and gateway: %j the server calls %s', (commands, gateway, url) => {
  expect(addresses(commands, gateway).url).toBe(url);
});

it('The variable OPENCLAW_GATEWAY_PORT wins over the configured port', () => {
  vi.stubEnv('OPENCLAW_GATEWAY_PORT', '19000');
  expect(addresses({}, { port: 20_000 }).url).toBe(`http://localhost:19000${path}`);
});

it('The gateway takes calls at the configured path and at that of the address, to which a proxy may lead', () => {
  expect(addresses().paths).toEqual([path]);
  expect(addresses({ callbackUrl: 'https://gw.example.com/oc/' }).paths).toEqual([path, '/oc']);
});

it('An address on loopback for a server elsewhere causes the warning that people search for', () => {
  expect(addresses().warnings).toContainEqual(
    expect.stringMatching(
      /callbackUrl resolved to http:\/\/localhost:18789\S+ \(loopback\) while baseUrl is https:\/\/chat/,
    ),
  );
  expect(addresses().warnings.join()).toContain('channels.mattermost.commands.callbackUrl');
  expect(addresses({ callbackUrl: 'https://gw.example.com/oc' }).warnings).toEqual([]);
});
