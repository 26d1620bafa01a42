import { startMattermost } from '@clawmost/mm-testserver';
import { expect, it, onTestFinished, vi } from 'vitest';
import { compilerBeside, programsIn } from '../../../../tests/readme/compile.ts';
import * as socketPackage from '../../src/index.ts';

const readme = new URL('../../README.md', import.meta.url);
const [use = '', connecting = ''] = programsIn(readme);
const compile = compilerBeside(readme);

it('The first example of the README compiles in the strictest settings', () => {
  expect(compile(use)).toEqual([]);
  expect(compile(use.replace(/token,/, 'tokenn,'))).not.toEqual([]);
});

it('The example of the README for proxies and checked addresses compiles in the strictest settings', () => {
  const given = `
    declare const baseUrl: string;
    declare const token: string;
    declare function checkedAddress(host: string): Promise<{ address: string; family: number }>;
  `;
  const withoutProxyPackage = connecting.replace(
    /import \{ HttpsProxyAgent \}.*/,
    "import { Agent as HttpAgent } from 'node:http';\ndeclare class HttpsProxyAgent extends HttpAgent { constructor(url: string); }",
  );
  expect(compile(withoutProxyPackage + given)).toEqual([]);
});

it('The first example of the README prints what people say', async () => {
  const mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [alice, claw] = [team.addPerson('alice'), team.addBot('claw')];
  const ops = team.addChannel('ops', { members: [alice, claw] });
  vi.stubEnv('MATTERMOST_URL', mattermost.url).stubEnv('MATTERMOST_TOKEN', claw.token);
  onTestFinished(() => void vi.unstubAllEnvs());
  const printed: unknown[] = [];
  const print = (text: unknown): void => void printed.push(text);
  const console = { debug() {}, info() {}, warn: print, error: print, log: print };

  const body = use.replace(/^import (\{.*\}) from '.*';$/m, 'const $1 = socketPackage;');
  const run = new Function('socketPackage', 'console', `${body}\nreturn socket;`);
  const socket = run(socketPackage, console) as socketPackage.MattermostSocket;
  onTestFinished(() => socket.stop());
  await expect.poll(() => socket.state).toBe('signed-in');
  await alice.says('how are things?', { in: ops });
  await expect.poll(() => printed).toContain('@alice in ops: how are things?');
  expect(printed[0]).toMatch(/^some events may be missing \(first-start\)/);
});
