import { expect, it } from 'vitest';
import { compilerBeside, programsIn } from '../../../../tests/readme/compile.ts';

const readme = new URL('../../README.md', import.meta.url);
const compile = compilerBeside(readme);

it('Every program in the README compiles as it is printed', { timeout: 300_000 }, () => {
  const programs = programsIn(readme);
  expect(programs.length).toBeGreaterThanOrEqual(2);
  expect(programs.map(compile)).toEqual(programs.map(() => []));
  // The compiler sees the types of the packages: a wrong use is an error.
  expect(compile("import { createInbox } from '@clawmost/mm-inbox';\ncreateInbox({});").join()).toMatch(/missing/);
});
