import { startMattermost } from '@clawmost/mm-testserver';
import { expect, it, onTestFinished, vi } from 'vitest';
import { compilerBeside, programsIn } from '../../../../tests/readme/compile.ts';
import * as restPackage from '../../src/index.ts';

const readme = new URL('../../README.md', import.meta.url);
const [example = '', requests = ''] = programsIn(readme);
const compile = compilerBeside(readme);

it('The first example of the README compiles in the strictest settings', () => {
  expect(compile(example)).toEqual([]);
  expect(compile(example.replace("'Hello'", '7'))).not.toEqual([]);
});

it('The example of the README for other routes compiles in the strictest settings', () => {
  const given = `
    import type { RestClient } from '@clawmost/mm-rest';
    declare const rest: RestClient;
    declare const [name, address]: [string, string];
    user.username satisfies string;
    export { emoji };
  `;
  expect(compile(requests + given)).toEqual([]);
});

it('The first example of the README runs', async () => {
  const mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const claw = team.addBot('claw');
  vi.stubEnv('MATTERMOST_URL', mattermost.url).stubEnv('MATTERMOST_TOKEN', claw.token);
  onTestFinished(() => void vi.unstubAllEnvs());
  const printed: unknown[] = [];
  const print = (text: unknown): void => void printed.push(text);

  const body = example.replace(/^import (\{.*\}) from '.*';$/m, 'const $1 = restPackage;');
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  await new AsyncFunction('restPackage', 'console', body)(restPackage, { log: print, error: print });
  expect(printed).toContain(claw.id);
});
