import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import { expect, it } from 'vitest';
import * as ws from 'ws';
import * as testserver from '../../src/index.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const programs = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code);

const modules: Readonly<Record<string, unknown>> = {
  '@clawmost/mm-testserver': testserver,
  'node:http': http,
  ws,
};

/** Runs a program with our sources instead of the packages; returns what it prints. */
async function run(program: string): Promise<unknown[]> {
  const body = program.replace(/^import (\{.*\}) from '(.*)';$/gm, "const $1 = modules['$2'];");
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  const printed: unknown[] = [];
  await new AsyncFunction('modules', 'console', body)(modules, { log: (text: unknown) => printed.push(text) });
  return printed;
}

it('The first program of the README tests a bot in at most twenty lines, and works', async () => {
  const [first = ''] = programs;
  const lines = first.split('\n').filter(line => line.trim() !== '' && !line.startsWith('//'));
  expect(lines.length).toBeLessThanOrEqual(20);
  expect(await run(first)).toEqual(['You said: @claw how are things?']);
});

it('The other programs of the README work', async () => {
  const [, ...others] = programs;
  expect(await Promise.all(others.map(run))).toEqual([['Approved'], []]);
});

it('The README has every option', () => {
  for (const option of [
    'version',
    'port',
    'siteUrl',
    'config',
    'rateLimit',
    'time',
    'now',
    'schedule',
    'unref',
    'random',
  ]) {
    expect(readme).toContain(`| \`${option}\` |`);
  }
});
