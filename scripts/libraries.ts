// `npm run test:libraries`: the tests of the libraries on the Node that runs npm, which may be older than the one that runs
// this script. Ends with one plain line, `N passed, N failed`.
import { printTotal, runCheck, runTests, workers } from './counted.ts';

process.env['LIBRARIES_NODE'] = process.env['CALLER_NODE'] ?? process.execPath;
printTotal([
  await runCheck('Every package builds', 'build:run'),
  await runTests(
    'Tests of the libraries on the Node of the caller',
    `--config vitest.libraries.config.ts --pool=forks --maxWorkers=${workers}`,
  ),
]);
