import { describe, expect, it } from 'vitest';
import table from '../../../../tests/cases/callback-urls.json' with { type: 'json' };
import paths from '../../../../tests/cases/plugin-paths.json' with { type: 'json' };
import { checkCallbackUrl, createSlashRegistry, resolveCallbackUrl } from '../../src/index.ts';

const defaults = { port: 18_789, path: '/api/channels/mattermost/command' };

describe('checkCallbackUrl', () => {
  it.each(table.cases)('The address $url, for the server "$serverUrl", has the problems $problems', one => {
    const { problems, usable } = checkCallbackUrl(one.url, 'serverUrl' in one ? { serverUrl: one.serverUrl } : {});
    expect(problems.map(({ code }) => code)).toEqual(one.problems);
    expect(usable).toBe(problems.every(({ severity }) => severity === 'warning'));
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  it.each(paths.cases.filter(({ path }) => /^[/\\]/.test(path) && !path.includes('%zz')))(
    'The path $path, on a server below "$subPath", is usable unless it leads to plugins',
    ({ path, subPath = '', leads }) => {
      const verdict = checkCallbackUrl(`https://bot.example.com${path}`, {
        serverUrl: `https://bot.example.com${subPath}`,
      });
      expect(verdict.usable).toBe(!leads);
    },
  );
});

describe('resolveCallbackUrl', () => {
  it.each([
    [{}, 'http://localhost:18789/api/channels/mattermost/command'],
    [{ host: '0.0.0.0' }, 'http://localhost:18789/api/channels/mattermost/command'],
    [{ host: '::' }, 'http://localhost:18789/api/channels/mattermost/command'],
    [{ host: '[::]' }, 'http://localhost:18789/api/channels/mattermost/command'],
    [{ host: 'fe80::1' }, 'http://[fe80::1]:18789/api/channels/mattermost/command'],
    [{ host: 'fe80::1%eth0' }, 'http://[fe80::1]:18789/api/channels/mattermost/command'],
    [{ host: '[fd00::2]' }, 'http://[fd00::2]:18789/api/channels/mattermost/command'],
    [{ host: 'gateway.local', tls: true }, 'https://gateway.local:18789/api/channels/mattermost/command'],
    [{ port: 19_000 }, 'http://localhost:19000/api/channels/mattermost/command'],
    [{ path: 'api/channels/mattermost/cmd' }, 'http://localhost:18789/api/channels/mattermost/cmd'],
    [{ url: ' https://gw.example.com/hook ', host: 'gateway.local' }, 'https://gw.example.com/hook'],
  ])('The address for %j is %s', (settings, url) => {
    expect(resolveCallbackUrl({ ...defaults, ...settings }).url).toBe(url);
  });

  it('The address comes with what may be wrong with it', () => {
    const { usable, problems } = resolveCallbackUrl({ ...defaults, serverUrl: 'https://chat.example.com' });
    expect(usable).toBe(true);
    expect(problems.map(({ code }) => code)).toEqual(['loopback', 'internal-address']);
    expect(resolveCallbackUrl({ ...defaults, path: '/plugins/x' }).usable).toBe(false);
  });
});

it('A registry refuses an address that leads to /plugins', () => {
  const api = { list: async () => [] } as never;
  const make = (url: string) => () => createSlashRegistry({ api, userId: 'u', url, commands: [] });
  expect(make('https://bot.example.com/plugins/x')).toThrow(/callbackUrl: must not lead to \/plugins/);
  expect(make('https://bot.example.com/x')).not.toThrow();
});
