// `npm run live`: runs tests/live against a real Mattermost, with `-- --plugin` the stories of tests/e2e/live with a gateway,
// and appends the result to docs/compatibility.md. MATTERMOST_LIVE_URL and MATTERMOST_LIVE_ADMIN_TOKEN name the server; the
// run removes what it creates there.
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { printTotal, runTests } from './counted.ts';

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

const [tests, count] = process.argv.includes('--plugin')
  ? ['plugin', await runTests('The plugin on this Mattermost', '--root tests/e2e --config vitest.live.config.ts')]
  : ['libraries', await runTests('Tests against every Mattermost', '--project live')];
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const changed =
  execFileSync('git', ['status', '--porcelain', '--', '.', ':!docs/compatibility.md'], { encoding: 'utf8' }).trim() ===
  ''
    ? ''
    : ' and changes';
const day = new Date().toISOString().slice(0, 10);
const line = `| ${version} | ${tests} | ${day} | ${commit}${changed} | ${count.passed} | ${count.failed} |`;
appendFileSync(new URL('../docs/compatibility.md', import.meta.url), `${line}\n`);
printTotal([count]);
