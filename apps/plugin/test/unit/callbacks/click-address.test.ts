import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { describe, expect, it } from 'vitest';
import { clickPath, clickUrl, clickWarnings } from '../../../src/callbacks/click-address.ts';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { withSection } from '../../support/config.ts';

/** An account with these settings, and a gateway. */
function accountWith(section: object = {}, gateway: OpenClawConfig['gateway'] = { port: 18_789 }) {
  const cfg = { ...withSection({ botToken: 't', baseUrl: 'https://chat.example.com', ...section }), gateway };
  return { accountId: 'default', settings: resolveAccount(cfg), config: () => cfg };
}

describe('The address that Mattermost calls for clicks', () => {
  it.each([
    [
      'interactions.callbackBaseUrl',
      { interactions: { callbackBaseUrl: 'https://gw.example.com' } },
      {},
      'https://gw.example.com',
    ],
    [
      'callbackBaseUrl with a path and a slash',
      { interactions: { callbackBaseUrl: 'https://x.example/gw/' } },
      {},
      'https://x.example/gw',
    ],
    [
      'gateway.customBindHost and gateway.port',
      {},
      { customBindHost: '10.0.0.5', port: 4_000 },
      'http://10.0.0.5:4000',
    ],
    ['an IPv6 address of the gateway', {}, { customBindHost: 'fd00::1', port: 4_000 }, 'http://[fd00::1]:4000'],
    ['a gateway on all addresses', {}, { customBindHost: '0.0.0.0', port: 4_000 }, 'http://localhost:4000'],
    ['nothing but the port', {}, { port: 4_000 }, 'http://localhost:4000'],
  ])('It comes from %s', (_, section, gateway, base) => {
    expect(clickUrl(accountWith(section, gateway))).toBe(`${base}/mattermost/interactions/default`);
  });

  it('The id of an account cannot leave its part of the path', () => {
    expect(clickPath('a/../b')).toBe('/mattermost/interactions/a%2F..%2Fb');
  });
});

describe('The documented warnings', () => {
  it('A loopback address is reported when the server is elsewhere', () => {
    expect(clickWarnings(accountWith())).toEqual([
      'mattermost: interactions callbackUrl resolved to http://localhost:18789/mattermost/interactions/default (loopback) while ' +
        "baseUrl is https://chat.example.com. This MAY be unreachable depending on your deployment. If button clicks don't " +
        'work, set channels.mattermost.interactions.callbackBaseUrl to a URL reachable from the Mattermost server (e.g. your ' +
        'public reverse proxy URL).',
    ]);
    expect(clickWarnings(accountWith({ baseUrl: 'http://127.0.0.1:8065' }))).toEqual([]);
  });

  it('An address elsewhere is reported when no sources are allowed', () => {
    const interactions = { callbackBaseUrl: 'https://gw.example.com' };
    expect(clickWarnings(accountWith({ interactions }))).toEqual([
      expect.stringContaining(
        'without channels.mattermost.interactions.allowedSourceIps. For safety, non-loopback callback',
      ),
    ]);
    expect(clickWarnings(accountWith({ interactions: { ...interactions, allowedSourceIps: ['192.0.2.1'] } }))).toEqual(
      [],
    );
  });
});
