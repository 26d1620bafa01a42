import { expect, it } from 'vitest';
import { compile, readmePrograms } from '../support/compile-readme.ts';

it('Every program in the README compiles as it is printed', { timeout: 300_000 }, () => {
  const programs = readmePrograms();
  expect(programs).toHaveLength(1);
  expect(programs.map(compile)).toEqual([[]]);
  // The compiler sees the types of the package: a wrong use is an error.
  expect(compile("import { decide } from '@clawmost/mm-policy';\ndecide({});").join()).toMatch(/arguments/);
});
