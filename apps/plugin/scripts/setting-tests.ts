import { readdirSync, readFileSync } from 'node:fs';

const plugin: URL = new URL('../', import.meta.url);

/** The sources of the tests, by their paths in the plugin's folder. */
const tests: ReadonlyMap<string, string> = new Map(
  readdirSync(new URL('test/', plugin), { recursive: true, encoding: 'utf8' })
    .map(file => `test/${file.replaceAll('\\', '/')}`)
    .filter(file => file.endsWith('.test.ts'))
    .sort()
    .map(file => [file, readFileSync(new URL(file, plugin), 'utf8')]),
);

/** Finds the test file of a key: one of its tests begins with the key, such as `it('groups.<id>.enabled: …')`. */
export function testOf(path: string): string | undefined {
  for (const [file, source] of tests) if (namesOf(source).includes(path)) return file;
  return undefined;
}

/** The keys with which the names of a file's tests begin. */
function namesOf(source: string): string[] {
  return [...source.matchAll(/\bit\(\s*['"`]([A-Za-z.<>, ]+): /g)].flatMap(match => match[1]?.split(', ') ?? []);
}
