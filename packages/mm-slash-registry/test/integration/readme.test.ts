import { expect, it } from 'vitest';
import { compilerBeside, programsIn } from '../../../../tests/readme/compile.ts';

const readme = new URL('../../README.md', import.meta.url);
const compile = compilerBeside(readme);

it('Every program in the README compiles as it is printed', { timeout: 300_000 }, () => {
  const programs = programsIn(readme);
  expect(programs).toHaveLength(2);
  expect(programs.map(compile)).toEqual([[], []]);
  // The compiler sees the types of the package: a wrong use is an error.
  expect(compile("import { checkTrigger } from '@clawmost/mm-slash-registry';\ncheckTrigger(7);").join()).toMatch(
    /not assignable/,
  );
});
