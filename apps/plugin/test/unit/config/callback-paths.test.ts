import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import table from '../../../../../tests/cases/plugin-paths.json' with { type: 'json' };
import { buildJsonSchema } from '../../../scripts/json-schema.ts';
import { sectionProblems } from '../../../src/config/problems.ts';
import { credentials, withSection } from '../../support/config.ts';

const accepts = new Ajv({ strict: false }).compile(buildJsonSchema());

/** Cases that are paths of their own: an address has a slash before its path. */
const cases = table.cases.filter(({ path }) => path.startsWith('/'));

describe('an address to be called back under', () => {
  it.each([
    ['callbackPath', { commands: { callbackPath: '/%70lugins/x' } }, 'commands'],
    ['callbackUrl', { commands: { callbackUrl: 'https://gw.example.com/%70lugins/x' } }, 'commands'],
    ['callbackBaseUrl', { interactions: { callbackBaseUrl: 'https://gw.example.com//plugins' } }, 'interactions'],
  ])('The problem of a %s that leads to /plugins names the key and the reason', (key, section, holder) => {
    const [problem, ...others] = sectionProblems(withSection({ ...credentials, ...section }));
    expect(others).toEqual([]);
    expect(problem?.path).toBe(`channels.mattermost.${holder}.${key}`);
    expect(problem?.message).toMatch(/expected another path: .* session token/);
  });

  it.each(cases)('The settings with the path $path, on a server below "$subPath", have a problem: $leads', one => {
    const baseUrl = `https://chat.example.com${one.subPath ?? ''}`;
    const problems = sectionOf(one.path).map(section =>
      sectionProblems(withSection({ ...credentials, baseUrl, ...section })),
    );
    expect(problems.map(list => list.length > 0)).toEqual([one.leads, one.leads, one.leads]);
  });

  it.each(cases.filter(({ leads, plain = false }) => plain || !leads))(
    'The JSON Schema accepts the path $path unless it plainly leads to /plugins',
    ({ path, leads }) => {
      expect(sectionOf(path).map(section => accepts({ ...credentials, ...section }))).toEqual([!leads, !leads, !leads]);
    },
  );
});

/** The section with this path in each of its three places. */
function sectionOf(path: string) {
  return [
    { commands: { callbackPath: path } },
    { commands: { callbackUrl: `https://gw.example.com${path}` } },
    { interactions: { callbackBaseUrl: `https://gw.example.com${path}` } },
  ];
}
