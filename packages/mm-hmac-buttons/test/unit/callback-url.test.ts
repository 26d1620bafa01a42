import { describe, expect, it } from 'vitest';
import urls from '../../../../tests/cases/callback-urls.json' with { type: 'json' };
import table from '../../../../tests/cases/plugin-paths.json' with { type: 'json' };
import { checkCallbackUrl } from '../../src/index.ts';

function codes(url: string, serverUrl?: string): string[] {
  return checkCallbackUrl(url, { serverUrl }).problems.map(({ code }) => code);
}

describe('checkCallbackUrl', () => {
  it('A callback URL with https and a host name has no problem', () => {
    expect(checkCallbackUrl('https://bot.example.com/mattermost/interactions/default')).toEqual({
      usable: true,
      problems: [],
    });
  });

  it.each(urls.cases)('The address $url, for the server "$serverUrl", has the problems $problems', one => {
    expect(codes(one.url, 'serverUrl' in one ? one.serverUrl : undefined)).toEqual(one.problems);
  });

  it.each(table.cases.filter(({ path }) => /^[/\\]/.test(path) && !path.includes('%zz')))(
    'The callback URL with the path $path, on a server below "$subPath", is usable unless it leads to plugins',
    ({ path, subPath = '', leads }) => {
      const verdict = checkCallbackUrl(`https://example.com${path}`, { serverUrl: `https://example.com${subPath}` });
      expect(verdict.problems.some(({ code }) => code === 'plugins-path')).toBe(leads);
      expect(verdict.usable).toBe(!leads);
    },
  );

  it('A callback URL below the server’s sub-path must not lead to its plugins', () => {
    expect(codes('https://example.com/chat/plugins/x', 'https://example.com/chat/')).toEqual([
      'plugins-path',
      'server-itself',
    ]);
    expect(codes('https://example.com/chat/plugins/x')).toEqual([]);
  });

  it('A callback URL may contain the word plugins elsewhere in its path or query', () => {
    expect(codes('https://bot.example.com/my/plugins?next=/plugins')).toEqual([]);
  });

  it.each(['bot.example.com/x', '/x', 'ftp://bot.example.com', 'https://', 'https://a b/', 'https://x/%zz', ''])(
    'The callback URL "%s" is refused because it is not absolute',
    url => expect(codes(url)).toEqual(['not-absolute']),
  );

  it('A callback URL with a password is refused, and the password is not shown', () => {
    expect(checkCallbackUrl('https://me:secret@bot.example.com/')).toMatchObject({ usable: false });
    expect(JSON.stringify(checkCallbackUrl('https://me:secret@bot.example.com/'))).not.toContain('secret');
  });

  it('A loopback callback URL causes a warning only when the server is on another machine', () => {
    const url = 'http://localhost:18789/mattermost/interactions/default';
    expect(codes(url, 'https://chat.example.com')).toEqual(['loopback', 'internal-address']);
    expect(codes(url, 'http://127.0.0.1:8065')).toEqual(['internal-address']);
    expect(checkCallbackUrl(url, { serverUrl: 'https://chat.example.com' }).usable).toBe(true);
  });

  it('A callback URL with plain http to another machine causes a warning', () => {
    expect(codes('http://bot.example.com/x')).toEqual(['plain-http']);
    expect(codes('http://10.1.2.3/x')).toEqual(['plain-http', 'internal-address']);
    expect(codes('https://[fd00::1]/x')).toEqual(['internal-address']);
    expect(codes('http://[::ffff:127.0.0.1]/x')).toEqual(['internal-address']);
  });

  it.each(['100.64.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.9', '[2001:db8::1]', '[64:ff9b::1]', '240.0.0.1'])(
    'The callback URL with the address %s causes a warning, because newer servers do not call it',
    host => expect(codes(`https://${host}/x`)).toEqual(['internal-address']),
  );

  it('A callback URL on the server’s own address causes a warning', () => {
    expect(codes('https://chat.example.com', 'https://chat.example.com')).toEqual(['server-itself']);
    expect(codes('https://chat.example.com/bot/clicks', 'https://chat.example.com/')).toEqual(['server-itself']);
    expect(codes('https://chat.example.com:8443/clicks', 'https://chat.example.com/')).toEqual([]);
  });
});
