import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leadsToPlugins } from '../../../src/config/callback-paths.ts';
import { sectionProblems } from '../../../src/config/problems.ts';
import { at, credentials } from '../../support/sections.ts';

describe('leadsToPlugins', () => {
  it.each([
    '/plugins',
    '/plugins/x',
    '/pluginsandmore',
    '//plugins/x',
    '/PLUGINS/x',
    '/%70lugins/x',
    '/%2570lugins/x',
    '/api/../plugins/x',
    '/api/%2e%2e/plugins/x',
    '/api/..%2fplugins',
    '/./plugins',
    '\\plugins',
    '/%5cplugins',
  ])('sees through %s', path => {
    expect(leadsToPlugins(path)).toBe(true);
  });

  it.each(['/', '/hook', '/api/plugins/x', '/plugin', '/api/channels/mattermost/command', '/%70ath', '/%zz'])(
    'lets %s pass',
    path => {
      expect(leadsToPlugins(path)).toBe(false);
    },
  );

  it('sees through any choice of letters that are encoded, however often', () => {
    const letters = fc.tuple(...[...'plugins'].map(letter => fc.tuple(fc.constant(letter), fc.nat(3), fc.boolean())));
    fc.assert(
      fc.property(letters, fc.string(), (chosen, rest) => {
        const written = chosen.map(([letter, rounds, upper]) => encode(upper ? letter.toUpperCase() : letter, rounds));
        expect(leadsToPlugins(`/${written.join('')}/${encodeURIComponent(rest.replaceAll(/[./\\]/g, ''))}`)).toBe(true);
      }),
    );
  });
});

describe('an address to be called back under', () => {
  it.each([
    ['callbackPath', { commands: { callbackPath: '/%70lugins/x' } }, 'commands'],
    ['callbackUrl', { commands: { callbackUrl: 'https://gw.example.com/%70lugins/x' } }, 'commands'],
    ['callbackBaseUrl', { interactions: { callbackBaseUrl: 'https://gw.example.com//plugins' } }, 'interactions'],
  ])('%s must not lead to /plugins', (key, section, holder) => {
    const [problem, ...others] = sectionProblems(at({ ...credentials, ...section }));
    expect(others).toEqual([]);
    expect(problem?.path).toBe(`channels.mattermost.${holder}.${key}`);
    expect(problem?.message).toMatch(/expected another path: .* session token/);
  });
});

function encode(letter: string, rounds: number): string {
  let text = letter;
  for (let round = 0; round < rounds; round += 1) {
    text = round === 0 ? `%${letter.charCodeAt(0).toString(16)}` : text.replaceAll('%', '%25');
  }
  return text;
}
