// `npm test`: everything that must hold before a change is merged: build, types, style, documentation, packages and all
// tests but the long ones. Ends with one plain line, `N passed, N failed`, in which each check and each test counts once.
import { type Count, libraryTests, printTotal, runCheck, runTests, workers } from './counted.ts';

const counts: Count[] = [await runCheck('Every package builds', 'build:run')];
// Gateways wait more than they compute: all other checks run beside them, and their output comes at the end.
console.log('\nThe tests with real gateways run in the background; their output comes last.');
const gateways = runTests('Tests with a real gateway', '--project e2e', { quiet: true });
counts.push(
  await runCheck('All types are correct', 'typecheck --output-logs=errors-only --concurrency=100%'),
  await runCheck('The style is right', 'lint'),
  await runCheck('There are no unused exports or dependencies', 'run knip'),
  await runCheck('Every public export is documented', 'run docs'),
  await runTests('Tests', `--project "!e2e" --maxWorkers=${workers}`),
  await runTests('Tests of the libraries on Node 20', libraryTests),
  await gateways,
);
printTotal(counts);
