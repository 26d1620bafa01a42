// `npm run e2e`: every test with a real gateway, those that take minutes as well. Arguments pick test files by a part of
// their path: `npm run e2e -- outages`. Ends with one plain line, `N passed, N failed`.
import { printTotal, runCheck, runTests } from './counted.ts';

const files = process.argv.slice(2).filter(argument => argument !== '--');
printTotal([
  await runCheck('Every package builds', 'build:run'),
  await runTests(
    'Tests with a real gateway',
    ['--root tests/e2e --config vitest.all.config.ts', ...files.map(file => `"${file}"`)].join(' '),
  ),
]);
