import * as restPackage from '@clawmost/mm-rest';
import { startMattermost } from '@clawmost/mm-testserver';
import { expect, it, onTestFinished, vi } from 'vitest';
import { compilerBeside, programsIn } from '../../../../tests/readme/compile.ts';
import * as targetsPackage from '../../src/index.ts';

const readme = new URL('../../README.md', import.meta.url);
const compile = compilerBeside(readme);

it('Every program in the README compiles as it is printed', { timeout: 300_000 }, () => {
  const programs = programsIn(readme);
  expect(programs).toHaveLength(2);
  expect(programs.map(compile)).toEqual([[], []]);
  // The compiler sees the types of the package: a wrong use is an error.
  expect(compile("import { parseTarget } from '@clawmost/mm-targets';\nparseTarget(7);").join()).toMatch(
    /not assignable/,
  );
});

it('The first program of the README posts to a target, and prints what is wrong with another one', async () => {
  const mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const claw = team.addBot('claw');
  const printed: unknown[] = [];
  const run = async (target: string) => {
    vi.stubEnv('MATTERMOST_URL', mattermost.url).stubEnv('MATTERMOST_TOKEN', claw.token).stubEnv('TARGET', target);
    onTestFinished(() => void vi.unstubAllEnvs());
    const [program = ''] = programsIn(readme);
    const body = program.replace(/^import (\{.*\}) from '.*';$/gm, 'const $1 = packages;');
    const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
    const print = (text: unknown): void => void printed.push(text);
    await new AsyncFunction('packages', 'console', body)({ ...restPackage, ...targetsPackage }, { error: print });
  };
  await run('#Town-Square');
  expect(mattermost.posts(team.channel('town-square')).map(({ message }) => message)).toContain('Hello');
  await run('#town-sqare');
  expect(printed).toEqual([
    expect.stringMatching(/^There is no channel #town-sqare .* Did you mean acme\/town-square/),
  ]);
});
