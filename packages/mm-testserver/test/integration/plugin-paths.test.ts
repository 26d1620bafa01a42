import { describe, expect, it } from 'vitest';
import type { MattermostVersion } from '../../src/index.ts';
import { openButtonOffice } from '../support/buttons.ts';

/** The token that the integration got when alice clicked. */
async function tokenSentTo(path: string, version: MattermostVersion, siteUrl?: string): Promise<string | undefined> {
  const { alice, integration, postButton } = await openButtonOffice({ version, ...(siteUrl && { siteUrl }) });
  await alice.clicks(await postButton({ url: `${integration.url}${path}` }), 'Go');
  const { authorization } = integration.asked[0]?.headers ?? {};
  return authorization?.replace(alice.token, 'of alice');
}

describe('Integrations below /plugins', () => {
  it.each(['/plugins/x', '/plugins', '/pluginsfoo', '/%70lugins/x', '/plugins/../act'])(
    'The integration at %s gets the session token of the person who clicks',
    async path => {
      expect(await tokenSentTo(path, '5.37')).toBe('Bearer of alice');
    },
  );

  it.each(['/act', '/x/plugins', '/x/../plugins/a', '/Plugins', '/act?/plugins'])(
    'The path %s is not one of a plugin',
    async path => {
      expect(await tokenSentTo(path, '5.37')).toBeUndefined();
    },
  );

  it.each([
    ['5.37', 'Bearer of alice'],
    ['6.7', 'Bearer of alice'],
    ['11.1', undefined],
  ] as const)(
    'On %s, a loopback address below /plugins gets the token %s when SiteURL is another host',
    async (version, token) => {
      expect(await tokenSentTo('/plugins/x', version, 'https://chat.example.com')).toBe(token);
    },
  );

  it('With a path in SiteURL, plugins are below this path', async () => {
    expect(await tokenSentTo('/plugins/x', '5.37', 'http://127.0.0.1/mm')).toBeUndefined();
    expect(await tokenSentTo('/mm/plugins/x', '5.37', 'http://127.0.0.1/mm')).toBe('Bearer of alice');
  });

  it('A redirect to another host does not get the token', async () => {
    const { alice, integration, postButton } = await openButtonOffice();
    const elsewhere = integration.url.replace('127.0.0.1', 'localhost');
    integration.answer = ({ path }) =>
      path === '/plugins/x' ? { status: 307, headers: { location: `${elsewhere}/plugins/y` } } : {};
    await alice.clicks(await postButton({ url: `${integration.url}/plugins/x` }), 'Go').catch(() => {});
    const [first, second] = integration.asked;
    expect(first?.headers.authorization).toBe(`Bearer ${alice.token}`);
    expect(second?.headers.authorization).toBeUndefined();
  });
});
