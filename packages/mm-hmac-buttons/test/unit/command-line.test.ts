import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { run } from '../../src/command-line/run.ts';
import { deriveSecret, signContext, verifyContext } from '../../src/index.ts';

const botToken = 'rgdtbuaospdnfdcj6zg1tpqjyr';
const secret = deriveSecret(botToken);
const context = { action_id: 'mybutton01', action: 'approve' };

interface Given {
  input?: unknown;
  env?: Record<string, string>;
  fetch?: typeof globalThis.fetch;
}

async function command(args: string[], given: Given = {}) {
  const { input = '', env = { MATTERMOST_BOT_TOKEN: botToken }, fetch = globalThis.fetch } = given;
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  const out: string[] = [];
  const err: string[] = [];
  async function* stdin() {
    yield Buffer.from(text);
  }
  const print = (line: string) => out.push(line);
  const printError = (line: string) => err.push(line);
  const code = await run(args, { env, stdin: stdin(), fetch, print, printError });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

function fileWith(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'mm-cli-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, 'file'), text);
  return join(dir, 'file');
}

async function mattermost(answer: (body: string, request: IncomingMessage) => { status: number; body: string }) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const { status, body: text } = answer(body, request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('sign', () => {
  it('The sign command prints the signed context', async () => {
    const { code, out } = await command(['sign'], { input: context });
    expect([code, JSON.parse(out)]).toEqual([0, signContext(context, secret)]);
  });

  it('The sign command binds a context to a channel', async () => {
    const { out } = await command(['sign', '--channel', 'c1'], { input: context });
    expect(JSON.parse(out)).toMatchObject({ __openclaw_channel_id: 'c1' });
    expect(verifyContext(JSON.parse(out), { secrets: [secret] }).ok).toBe(true);
  });

  it.each([
    ['{"action_id":"a1","id":9007199254740993}', /context\.id.*beyond 2\^53/],
    ['{"action_id":"a-1"}', /context\.action_id/],
    ['{"action_id":"a1","n":12345678901234567890}', /context\.n: is a whole number beyond 2\^53, which/],
    ['{"action_id":"a1","n":1,"n":2}', /the key "n" occurs twice/],
    ['{"action_id":"a1","o":{"\\u0061":1,"x":[{"a":":{"}],"a":2}}', /the key "a" occurs twice/],
    ['[]', /must be an object/],
    ['rgdtbuaospdnfdcj6zg1tpqjyr', /not JSON/],
    ['', /it is empty/],
  ])('The sign command refuses %s', async (input, message) => {
    const { code, out, err } = await command(['sign'], { input });
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(message);
    expect(err).not.toContain(botToken);
  });
});

describe('the bot token', () => {
  it('The bot token can come from a file or standard input', async () => {
    const file = fileWith(`${botToken}\n`);
    expect(await command(['secret', '--token-file', file], { env: {} })).toMatchObject({
      code: 0,
      out: JSON.stringify({ secret }),
    });
    expect(await command(['secret', '--token-stdin'], { env: {}, input: `${botToken}\n` })).toMatchObject({ code: 0 });
    const json = fileWith(JSON.stringify(context));
    const { out } = await command(['sign', '--token-stdin', '--in', json], { env: {}, input: botToken });
    expect(JSON.parse(out)).toEqual(signContext(context, secret));
  });

  it('A bot token in an argument is refused and not repeated', async () => {
    for (const args of [
      ['--token', botToken],
      [`--token=${botToken}`],
      ['--bot-token', botToken],
      [`--bot-token=${botToken}`],
    ]) {
      const { code, err } = await command(['secret', ...args]);
      expect(code).toBe(2);
      expect(err).toContain('MATTERMOST_BOT_TOKEN');
      expect(err).not.toContain(botToken);
    }
  });

  it('A missing bot token is an error that names the ways to give it', async () => {
    for (const env of [{}, { MATTERMOST_BOT_TOKEN: ' ' }, { MATTERMOST_BOT_TOKEN: 'two words' }]) {
      expect(await command(['secret'], { env: env as Record<string, string> })).toMatchObject({ code: 2, out: '' });
    }
    expect((await command(['secret', '--token-file', '/nowhere/token'])).err).toContain('ENOENT');
    expect((await command(['sign', '--token-stdin'], { input: botToken })).err).toContain('--in');
  });
});

describe('verify', () => {
  const signed = signContext(context, secret);

  it('The verify command accepts a context, an action and a recorded click', async () => {
    const click = { user_id: 'u', type: 'button', context: signed };
    const selected = { user_id: 'u', type: 'select', context: { ...signed, selected_option: 'x' } };
    const action = { id: 'mybutton01', type: 'button', integration: { url: 'https://x', context: signed } };
    for (const input of [signed, click, selected, action]) {
      expect(await command(['verify'], { input })).toMatchObject({
        code: 0,
        out: expect.stringContaining('"ok":true'),
      });
    }
    const chosen = { ...signed, selected_option: 'x' };
    expect((await command(['verify', '--type', 'select'], { input: chosen })).code).toBe(0);
  });

  it('The verify command prints why a context is refused', async () => {
    const changed = { ...signed, action: 'deny' };
    const problem = async (args: string[], input: unknown) => {
      const { code, out } = await command(['verify', ...args], { input });
      return [code, JSON.parse(out).problem];
    };
    expect(await problem([], changed)).toEqual([1, 'unexplained']);
    expect(await problem(['--original', fileWith(JSON.stringify(signed))], changed)).toEqual([1, 'changed']);
    const other = signContext(context, deriveSecret('other'));
    expect(await problem(['--other-tokens', fileWith('third\nother\n')], other)).toEqual([1, 'other-bot']);
    expect(await problem([], context)).toEqual([1, 'missing-token']);
    expect(await problem([], { ...signed, more: 1 })).toEqual([1, 'unsigned-fields']);
    const by = (payload: string) => createHmac('sha256', secret).update(payload).digest('hex');
    const spaced = { ...context, _token: by('{"action": "approve", "action_id": "mybutton01"}') };
    expect(await problem([], spaced)).toEqual([1, 'spaces']);
    const rounded = { action_id: 'a1', n: 2 ** 53, _token: by('{"action_id":"a1","n":9007199254740993}') };
    expect(await problem([], rounded)).toEqual([1, 'rounded-number']);
  });
});

describe('post', () => {
  const message = { message: 'Deploy?', buttons: [{ label: 'Yes', value: 'yes' }] };
  const options = ['--channel', 'c1', '--callback-url', 'https://bot.example.com/clicks'];

  it('The post command posts a message with signed buttons', async () => {
    const posted: { body: string; url: string | undefined; authorization: string | undefined }[] = [];
    const url = await mattermost((body, request) => {
      posted.push({ body, url: request.url, authorization: request.headers.authorization });
      return { status: 201, body: '{"id":"p1","channel_id":"c1","message":"Deploy?"}' };
    });
    const result = await command(['post', '--url', `${url}/api/v4/`, ...options], { input: message });
    expect(result).toEqual({ code: 0, out: '{"id":"p1","channel_id":"c1"}', err: '' });
    expect(posted).toMatchObject([{ url: '/api/v4/posts', authorization: `Bearer ${botToken}` }]);
    const { channel_id, message: text, props } = JSON.parse(posted[0]!.body);
    expect([channel_id, text]).toEqual(['c1', 'Deploy?']);
    const [action] = props.attachments[0].actions;
    expect(action).toMatchObject({ id: 'yes', type: 'button', name: 'Yes' });
    expect(verifyContext(action.integration.context, { secrets: [secret] }).ok).toBe(true);
  });

  it('The post command prints the answer of a server that refuses, without the token', async () => {
    const error = { id: 'api.context.permissions.app_error', message: `no, ${botToken}`, status_code: 403 };
    const url = await mattermost(() => ({ status: 403, body: JSON.stringify(error) }));
    const { code, err } = await command(['post', '--url', url, ...options], { input: message });
    expect(code).toBe(4);
    expect(err).toBe('mm-hmac-buttons: Mattermost answered 403: no, … (api.context.permissions.app_error)');
  });

  it('The post command fails unless the server answers with the saved post', async () => {
    const url = await mattermost(() => ({ status: 200, body: '<html>' }));
    expect((await command(['post', '--url', url, ...options], { input: message })).code).toBe(4);
  });

  it('The post command prints why it could not reach Mattermost', async () => {
    const refuse = () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }));
    const { code, err } = await command(['post', '--url', 'http://chat.example.com', ...options], {
      input: message,
      fetch: refuse,
    });
    expect([code, err]).toEqual([5, 'mm-hmac-buttons: could not reach Mattermost: ECONNREFUSED']);
  });

  it('The post command names the option that is missing', async () => {
    const { code, err } = await command(['post', ...options], { input: message });
    expect([code, err]).toEqual([2, expect.stringContaining('MATTERMOST_URL')]);
    const env = { MATTERMOST_BOT_TOKEN: botToken, MATTERMOST_URL: 'https://chat.example.com' };
    expect((await command(['post', '--channel', 'c1'], { input: message, env })).code).toBe(2);
    expect((await command(['post', ...options], { input: { message: 'x' }, env })).code).toBe(3);
    const wrong = await command(['post', ...options], { input: { ...message, message: 5 }, env });
    expect([wrong.code, wrong.err]).toEqual([3, 'mm-hmac-buttons: `message` must be a text']);
  });

  it('The post command refuses a callback URL below /plugins and prints warnings about others', async () => {
    const env = { MATTERMOST_BOT_TOKEN: botToken, MATTERMOST_URL: 'http://127.0.0.1:1' };
    const to = (callback: string) =>
      command(['post', '--channel', 'c1', '--callback-url', callback], { input: message, env });
    expect((await to('https://chat.example.com/plugins/x')).code).toBe(3);
    expect((await to('http://10.0.0.1/x')).err).toContain('AllowedUntrustedInternalConnections');
  });
});

describe('wrong arguments', () => {
  it('The version of the package is printed', async () => {
    expect(await command(['--version'])).toEqual({ code: 0, out: manifest.version, err: '' });
  });

  it('Wrong arguments end with exit code 2 and a message, and --help with the usage', async () => {
    expect(await command(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes'), err: '' });
    const foreign = ['sign', '--callback-url', 'http://x'];
    for (const args of [
      [],
      ['nonsense'],
      ['sign', 'more'],
      ['sign', '--nonsense'],
      ['post', '--max-props', 'x'],
      foreign,
    ]) {
      expect(await command(args)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('mm-hmac-buttons: '),
      });
    }
  });
});
