import { readdirSync, readFileSync } from 'node:fs';

const plugin: URL = new URL('../', import.meta.url);

/** The tests, each under its path in the plugin's folder. */
const tests: ReadonlyMap<string, string> = new Map(
  readdirSync(new URL('test/', plugin), { recursive: true, encoding: 'utf8' })
    .map(file => `test/${file.replaceAll('\\', '/')}`)
    .filter(file => file.endsWith('.test.ts'))
    .sort()
    .map(file => [file, readFileSync(new URL(file, plugin), 'utf8')]),
);

/** The test that says of itself that it is about a key, by naming it: `it('groups.<id>.enabled: …')`. */
export function testOf(path: string): string | undefined {
  for (const [file, source] of tests) if (namesOf(source).includes(path)) return file;
  return undefined;
}

/** The keys that the tests of a file are named after. */
function namesOf(source: string): string[] {
  return [...source.matchAll(/\bit\(\s*['"`]([A-Za-z.<>, ]+): /g)].flatMap(match => match[1]?.split(', ') ?? []);
}
