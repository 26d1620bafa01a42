// Runs what must hold against every Mattermost against a real one, and notes the outcome in docs/compatibility.md.
// MATTERMOST_LIVE_URL and MATTERMOST_LIVE_ADMIN_TOKEN name the server; what the run makes there, it takes away again.
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { MATTERMOST_LIVE_URL: url, MATTERMOST_LIVE_ADMIN_TOKEN: token } = process.env;
if (!url || !token) {
  console.error('Set MATTERMOST_LIVE_URL and MATTERMOST_LIVE_ADMIN_TOKEN (of a system administrator) first.');
  process.exit(1);
}

const answer = await fetch(`${url.replace(/\/+$/, '')}/api/v4/config/client?format=old`, {
  headers: { authorization: `Bearer ${token}` },
});
const { Version, EnableReliableWebSockets } = (await answer.json()) as Record<string, string>;
// Whether a stream can go on after a cut decides what the suite expects: 5.37 has a setting for it, off by default.
const version =
  EnableReliableWebSockets === undefined
    ? Version
    : `${Version}, resume ${EnableReliableWebSockets === 'true' ? 'on' : 'off'}`;
console.log(`Mattermost ${version} at ${url}`);

const dir = mkdtempSync(join(tmpdir(), 'clawmost-live-'));
const report = join(dir, 'report.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const { status } = spawnSync('pnpm', ['exec', 'vitest', 'run', '--project', 'live', ...reporters], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, 'utf8'));
rmSync(dir, { recursive: true, force: true });

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const changed =
  execFileSync('git', ['status', '--porcelain', '--', '.', ':!docs/compatibility.md'], { encoding: 'utf8' }).trim() ===
  ''
    ? ''
    : ' and changes';
const day = new Date().toISOString().slice(0, 10);
const line = `| ${version} | ${day} | ${commit}${changed} | ${passed} | ${failed} |`;
appendFileSync(new URL('../docs/compatibility.md', import.meta.url), `${line}\n`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = status ?? 1;
