// Everything that must hold before a change lands: build, types, style, documentation, packages and every test.
// Ends with one plain line, `N passed, N failed`, in which each check and each test counts once.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const checks: readonly (readonly [name: string, command: string])[] = [
  ['every package builds', 'build:run'],
  ['types hold', 'typecheck --output-logs=errors-only'],
  ['style holds', 'lint'],
  ['nothing is exported or required for nobody', 'run knip'],
  ['every public export is documented', 'run docs'],
];

let passed = 0;
let failed = 0;

function run(command: string): boolean {
  return spawnSync(`pnpm ${command}`, { stdio: 'inherit', shell: true }).status === 0;
}

for (const [name, command] of checks) {
  console.log(`\n▸ ${name}`);
  if (run(command)) passed += 1;
  else {
    failed += 1;
    console.log(`✗ ${name}: pnpm ${command}`);
  }
}

const dir = mkdtempSync(join(tmpdir(), 'clawmost-check-'));
for (const [name, root] of [
  ['tests', ''],
  ['the tests of the libraries on Node 20', '--config vitest.node20.config.ts --pool=forks'],
] as const) {
  console.log(`\n▸ ${name}`);
  const report = join(dir, 'report.json');
  const ok = run(`exec vitest run ${root} --reporter=default --reporter=json --outputFile.json=${report}`);
  const { numPassedTests, numFailedTests } = readReport(report);
  passed += numPassedTests;
  failed += numFailedTests === 0 && !ok ? 1 : numFailedTests;
}
rmSync(dir, { recursive: true, force: true });

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function readReport(path: string): { numPassedTests: number; numFailedTests: number } {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0 };
  }
}
