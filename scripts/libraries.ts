// `npm run test:libraries`: the tests of the libraries on the Node that runs npm, which may be older than that of this
// script. Ends with one plain line, `N passed, N failed`.
import { libraryTests, printTotal, runCheck, runTests } from './counted.ts';

process.env['LIBRARIES_NODE'] = process.env['CALLER_NODE'] ?? process.execPath;
printTotal([
  await runCheck('Every package builds', 'build:run'),
  await runTests('Tests of the libraries on the Node of the caller', libraryTests),
]);
