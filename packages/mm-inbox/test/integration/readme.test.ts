import { expect, it } from 'vitest';
import { compile, readmePrograms } from '../support/compile-readme.ts';

it('Every program in the README compiles as it is printed', { timeout: 300_000 }, () => {
  const programs = readmePrograms();
  expect(programs.length).toBeGreaterThanOrEqual(2);
  expect(programs.map(compile)).toEqual(programs.map(() => []));
  // The compiler sees the types of the packages: a wrong use is an error.
  expect(compile("import { createInbox } from '@clawmost/mm-inbox';\ncreateInbox({});").join()).toMatch(/missing/);
});
