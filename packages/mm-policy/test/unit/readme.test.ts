import { expect, it } from 'vitest';
import { compilerBeside, programsIn } from '../../../../tests/readme/compile.ts';

const readme = new URL('../../README.md', import.meta.url);
const compile = compilerBeside(readme);

it('Every program in the README compiles as it is printed', { timeout: 300_000 }, () => {
  const programs = programsIn(readme);
  expect(programs).toHaveLength(1);
  expect(programs.map(compile)).toEqual([[]]);
  // The compiler sees the types of the package: a wrong use is an error.
  expect(compile("import { decide } from '@clawmost/mm-policy';\ndecide({});").join()).toMatch(/arguments/);
});
