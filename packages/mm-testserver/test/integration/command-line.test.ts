import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openClientSocket } from '../support/client-socket.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  /** Resolves to the next line that it prints. */
  line(): Promise<string>;
  /** Resolves to the exit code and what it printed as an error. */
  ended(): Promise<{ readonly code: number | null; readonly errors: string }>;
}

/** Starts the built program, and kills it with the test. */
function start(...args: readonly string[]): Started {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errors = '';
  child.stderr.on('data', chunk => {
    errors += chunk;
  });
  const closed = once(child, 'close');
  return {
    child,
    line: async () => String((await lines.next()).value),
    ended: async () => ({ code: (await closed)[0], errors }),
  };
}

it('With unref, a process ends although it never stops the server', async () => {
  const program = `
    import { startMattermost } from ${JSON.stringify(new URL('index.js', pathToFileURL(cli)).href)};
    const mattermost = await startMattermost({ unref: true });
    console.log((await fetch(mattermost.url + '/api/v4/system/ping')).status);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.on('data', chunk => {
    printed += chunk;
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(printed).toBe('200\n');
});

describe('The command line', () => {
  it('It prints an address and tokens with which a bot can work, until it is interrupted', async () => {
    const started = start('--port', '0', '--json');
    const { url, websocket_url, version, channel, accounts } = JSON.parse(await started.line());
    expect(version).toBe('11.1');
    expect(accounts.map(({ username, role }: Record<string, string>) => [username, role])).toEqual([
      [expect.any(String), 'administrator'],
      ['alice', 'person'],
      ['bob', 'person'],
      ['claw', 'bot'],
    ]);
    const [, alice, , claw] = accounts;
    const socket = await openClientSocket(websocket_url.replace('/api/v4/websocket', ''), claw.token);
    onTestFinished(() => socket.end());
    await socket.next(({ event }) => event === 'hello');
    await fetch(`${url}/api/v4/posts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${alice.token}` },
      body: JSON.stringify({ channel_id: channel.id, message: 'hi @claw' }),
    });
    const { data } = await socket.next(({ event }) => event === 'posted');
    expect(data).toMatchObject({ mentions: JSON.stringify([claw.id]) });
    started.child.kill('SIGINT');
    expect(await started.ended()).toEqual({ code: 0, errors: '' });
    await expect(fetch(url)).rejects.toThrow();
  });

  it('It prints a table for people, and plays the version that is asked for', async () => {
    const started = start('--port', '0', '--server-version', '6.7');
    expect(await started.line()).toBe('Mattermost 6.7 for tests');
    const address = await started.line();
    expect(address).toMatch(/^ {2}REST {5}http:\/\/127\.0\.0\.1:\d+\/api\/v4$/);
    const ping = await fetch(`${address.split(/\s+/)[2]}/users/me`);
    expect(ping.headers.get('x-version-id')).toMatch(/^6\.7\.0\./);
    started.child.kill('SIGTERM');
    expect(await started.ended()).toEqual({ code: 0, errors: '' });
  });

  it('It says how to go on when the port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { code, errors } = await start('--port', String(port)).ended();
    expect(code).toBe(2);
    expect(errors).toBe(
      `mm-testserver: port ${port} is in use; choose another one with --port, or --port 0 for any free one\n`,
    );
  });

  it.each([
    [['--port', 'x'], '--port is x; it must be a number from 0 to 65535'],
    [['--server-version', '1.0'], '--server-version is 1.0; it must be one of 5.37, 6.7, 9.11, 10.11, 11.1'],
    [['--colour'], "Unknown option '--colour'"],
  ])('%j is refused with exit code 2', async (args, message) => {
    const { code, errors } = await start(...args).ended();
    expect(code).toBe(2);
    expect(errors).toContain(`mm-testserver: ${message}`);
  });

  it('Its help names every option', async () => {
    const started = start('--help');
    expect(await started.line()).toContain('Mattermost server');
    expect((await started.ended()).code).toBe(0);
  });
});
