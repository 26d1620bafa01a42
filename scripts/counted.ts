// What `npm test` and `npm run e2e` share: running checks and tests, and counting how many passed.
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

/** How many checks and tests passed, and how many failed. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** Tests wait for sockets and processes more than they compute, so one more can run than there are cores. */
export const workers: number = availableParallelism() + 1;

/**
 * Options for the tests of the libraries on another Node. Test files share processes there, which saves a third of the
 * time; that the files do not depend on each other is known from the other run.
 */
export const libraryTests: string = `--config vitest.libraries.config.ts --pool=forks --no-isolate --maxWorkers=${workers}`;

/** Runs a pnpm command, with its output on the console or in a file; resolves to whether it succeeded. */
function pnpm(command: string, output?: string): Promise<boolean> {
  const file = output ? openSync(output, 'w') : 'inherit';
  const child = spawn(`pnpm ${command}`, { stdio: [output ? 'ignore' : 'inherit', file, file], shell: true });
  return new Promise(resolve => {
    child.once('close', code => {
      if (typeof file === 'number') closeSync(file);
      resolve(code === 0);
    });
  });
}

/** Runs a command that passes or fails as a whole, and counts as one. */
export async function runCheck(name: string, command: string): Promise<Count> {
  console.log(`\n▸ ${name}`);
  if (await pnpm(command)) return { passed: 1, failed: 0 };
  console.log(`✗ ${name}: pnpm ${command}`);
  return { passed: 0, failed: 1 };
}

/**
 * Runs tests with these options of vitest, and counts each of them. Without `quiet` their output appears at once, with it
 * when they have ended, so that it does not mix with what runs at the same time.
 */
export async function runTests(name: string, options: string, { quiet = false } = {}): Promise<Count> {
  const dir = mkdtempSync(join(tmpdir(), 'clawmost-tests-'));
  const report = join(dir, 'report.json');
  const output = quiet ? join(dir, 'output.log') : undefined;
  if (!output) console.log(`\n▸ ${name}`);
  const isSuccess = await pnpm(
    `exec vitest run ${options} --reporter=default --reporter=json --outputFile.json="${report}"`,
    output,
  );
  if (output) console.log(`\n▸ ${name}\n${readFileSync(output, 'utf8')}`);
  const { numPassedTests: passed, numFailedTests: failed } = readReport(report);
  rmSync(dir, { recursive: true, force: true });
  // A file that cannot be loaded, or an error outside of every test, fails the run without a failed test.
  return { passed, failed: failed === 0 && !isSuccess ? 1 : failed };
}

function readReport(path: string): { numPassedTests: number; numFailedTests: number } {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0 };
  }
}

/** Ends the script with one plain line, `N passed, N failed`, and exit code 1 if anything failed. */
export function printTotal(counts: readonly Count[]): void {
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
