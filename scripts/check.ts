// Everything that must hold before a change lands: build, types, style, documentation, packages and every test but the long
// ones. Ends with one plain line, `N passed, N failed`, in which each check and each test counts once.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dir = mkdtempSync(join(tmpdir(), 'clawmost-check-'));
let passed = 0;
let failed = 0;

/** Runs a command of pnpm, with its output here or in a file; resolves to whether it went well. */
function run(command: string, output?: string): Promise<boolean> {
  const child = spawn(`pnpm ${command}`, { stdio: output ? ['ignore', 'pipe', 'pipe'] : 'inherit', shell: true });
  if (output) {
    const file = createWriteStream(output);
    child.stdout?.pipe(file, { end: false });
    child.stderr?.pipe(file, { end: false });
  }
  return new Promise(resolve => child.once('close', code => resolve(code === 0)));
}

async function check(name: string, command: string): Promise<void> {
  console.log(`\n▸ ${name}`);
  if (await run(command)) passed += 1;
  else {
    failed += 1;
    console.log(`✗ ${name}: pnpm ${command}`);
  }
}

/** Runs tests, and counts them when they are over. */
async function test(name: string, options: string, output?: string): Promise<void> {
  if (!output) console.log(`\n▸ ${name}`);
  const report = join(dir, `${name}.json`);
  const ok = await run(
    `exec vitest run ${options} --reporter=default --reporter=json --outputFile.json="${report}"`,
    output,
  );
  if (output) console.log(`\n▸ ${name}\n${readFileSync(output, 'utf8')}`);
  const { numPassedTests, numFailedTests } = readReport(report);
  passed += numPassedTests;
  failed += numFailedTests === 0 && !ok ? 1 : numFailedTests;
}

function readReport(path: string): { numPassedTests: number; numFailedTests: number } {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0 };
  }
}

await check('every package builds', 'build:run');
// Gateways make one wait more than they compute: everything else is done beside them, and their story told at the end.
console.log('\nThe tests with real gateways run meanwhile; what they say comes last.');
const gateways = test('tests with a real gateway', '--project e2e', join(dir, 'gateways.log'));
await check('types hold', 'typecheck --output-logs=errors-only');
await check('style holds', 'lint');
await check('nothing is exported or required for nobody', 'run knip');
await check('every public export is documented', 'run docs');
await test('tests', '--project "!e2e" --maxWorkers=3');
await test('tests of the libraries on Node 20', '--config vitest.node20.config.ts --pool=forks --maxWorkers=3');
await gateways;
rmSync(dir, { recursive: true, force: true });

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
