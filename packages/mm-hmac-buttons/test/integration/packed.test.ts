import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ticketStoreCases } from '../../src/ticket-store-suite.ts';
import { startMattermostAndGateway } from '../support/mattermost-and-gateway.ts';

const run = promisify(execFile);
const here = fileURLToPath(new URL('../../', import.meta.url));
const botToken = 'rgdtbuaospdnfdcj6zg1tpqjyr';
const context = '{"action_id":"a1","order":17}';
// npm finds Node in the path, and these tests must use the Node that runs them.
const env = { ...process.env, PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) };

/** A folder outside this repository, with the tarball installed by npm. */
let project: string;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'mm-buttons-project-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project], { cwd: here, env });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  writeFileSync(join(project, 'package.json'), '{"private":true,"type":"module"}');
  const quietly = ['--offline', '--no-audit', '--no-fund', '--no-package-lock'];
  await run('npm', ['install', `./${filename}`, ...quietly], { cwd: project, env });
  return () => rmSync(project, { recursive: true, maxRetries: 5 });
}, 120_000);

/** Runs `npx @clawmost/mm-hmac-buttons …` there. */
async function npx(args: readonly string[], input = '', more: NodeJS.ProcessEnv = { MATTERMOST_BOT_TOKEN: botToken }) {
  const running = run('npx', ['--offline', '@clawmost/mm-hmac-buttons', ...args], {
    cwd: project,
    env: { ...env, MATTERMOST_BOT_TOKEN: undefined, MATTERMOST_URL: undefined, ...more },
  });
  running.child.stdin?.end(input);
  return await running.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  );
}

describe('the packed command line', () => {
  it('The packed command line signs a context, accepts it and finds a change', async () => {
    const { stdout: signed } = await npx(['sign'], context);
    expect(await npx(['verify'], signed)).toMatchObject({ code: 0, stdout: expect.stringContaining('"ok":true') });
    const changed = await npx(['verify'], signed.replace('17', '18'));
    expect(changed).toMatchObject({ code: 1, stdout: expect.stringContaining('"unexplained"') });
  }, 60_000);

  it('The packed command line derives the secret, and names the ways to give a missing token', async () => {
    expect(JSON.parse((await npx(['secret'])).stdout)).toEqual({ secret: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await npx(['secret'], '', {})).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('MATTERMOST_BOT_TOKEN'),
    });
  }, 60_000);

  it('The packed command line posts buttons whose clicks are accepted', async () => {
    const { alice, claw, ops, callbackUrl, events, env: settings } = await startMattermostAndGateway();
    const message = { message: 'Deploy?', buttons: [{ label: 'Approve', value: 'release-7', style: 'success' }] };
    const args = ['post', '--channel', ops.id, '--callback-url', callbackUrl];
    const { stdout } = await npx(args, JSON.stringify(message), settings);
    const post = await alice.sees({ from: claw, in: ops, matching: /Deploy/ });
    expect(JSON.parse(stdout)).toEqual({ id: post.id, channel_id: ops.id });
    await alice.clicks(post, 'Approve');
    expect(events).toMatchObject([{ value: 'release-7', actionId: 'release7', userId: alice.id, postId: post.id }]);
  }, 60_000);
});

describe('the packed README', () => {
  it('Every relative link of the README leads to a file in the package', () => {
    const installed = join(project, 'node_modules/@clawmost/mm-hmac-buttons');
    const readme = readFileSync(join(installed, 'README.md'), 'utf8');
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter(link => !existsSync(join(installed, link)))).toEqual([]);
  });
});

describe('the packed suite for stores', () => {
  it('The packed suite for ticket stores runs without a test runner and accepts the store in memory', async () => {
    const program = `
      import { createMemoryStore } from '@clawmost/mm-hmac-buttons';
      import { ticketStoreCases } from '@clawmost/mm-hmac-buttons/ticket-store-suite';
      for (const { run } of ticketStoreCases) {
        await run(({ now, ...limits }) => createMemoryStore({ ...limits, testing: { now } }));
      }
      process.stdout.write(String(ticketStoreCases.length));
    `;
    writeFileSync(join(project, 'suite.js'), program);
    const { stdout } = await run(process.execPath, ['suite.js'], { cwd: project });
    expect(Number(stdout)).toBe(ticketStoreCases.length);
  }, 60_000);
});

describe('TypeScript programs', () => {
  beforeAll(async () => {
    copyFileSync(join(here, 'examples/typescript/post-buttons.ts'), join(project, 'post-buttons.ts'));
    const readme = readFileSync(join(here, 'README.md'), 'utf8');
    const [fromScript = '', ownBot = ''] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(match => match[1]);
    writeFileSync(join(project, 'readme-from-script.ts'), fromScript);
    // The port in the README can be in use.
    writeFileSync(join(project, 'readme-own-bot.ts'), ownBot.replace('8080', '0'));
    const { resolve } = createRequire(import.meta.url);
    const types = dirname(dirname(resolve('@types/node/package.json')));
    const options = [
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--types',
      'node',
      '--typeRoots',
      types,
    ];
    const files = ['post-buttons.ts', 'readme-from-script.ts', 'readme-own-bot.ts'];
    await run(process.execPath, [resolve('typescript/bin/tsc'), ...options, ...files], { cwd: project });
  }, 120_000);

  it('The example in TypeScript posts buttons whose clicks are accepted', async () => {
    const { alice, claw, ops, env: settings, events } = await startMattermostAndGateway();
    const { stdout } = await run(process.execPath, ['post-buttons.js'], { cwd: project, env: settings });
    const post = await alice.sees({ from: claw, in: ops, matching: /Deploy to production/ });
    expect(stdout).toBe(`${post.id}\n`);
    await alice.clicks(post, 'Approve');
    await alice.clicks(post, 'Deny ✗');
    expect(events).toMatchObject([
      { value: 'approve', label: 'Approve', userId: alice.id },
      { value: 'deny', label: 'Deny ✗', userId: alice.id },
    ]);
  }, 60_000);

  it('The programs of the README post buttons and a choice', async () => {
    const { mattermost, alice, claw, ops, env: settings } = await startMattermostAndGateway();
    const start = (file: string) =>
      run(process.execPath, [file], { cwd: project, env: { ...settings, ADMIN_ID: alice.id } });
    await start('readme-from-script.js');
    const first = await alice.sees({ from: claw, in: ops, matching: /Deploy/ });
    expect(JSON.stringify(first.props)).toContain('"Approve"');
    // The callback URL is only an example, so these buttons are not clicked.
    const running = start('readme-own-bot.js');
    onTestFinished(() => void running.child.kill());
    const second = await alice.sees({ from: claw, in: ops, matching: /Deploy/ });
    expect(JSON.stringify(second.props)).toContain('"In an hour"');
    running.child.kill();
    await expect(running).rejects.toMatchObject({ killed: true });
    expect(mattermost.posts(ops)).toHaveLength(2);
  }, 60_000);
});
