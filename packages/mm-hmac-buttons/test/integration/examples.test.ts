import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  type Attachment,
  createInteractionReceiver,
  type InteractionEvent,
  type InteractivePost,
  toNodeListener,
} from '../../src/index.ts';
import { clickBody, postWith, serverHeaders } from '../clicks.ts';

const run = promisify(execFile);
const here = fileURLToPath(new URL('../../', import.meta.url));
const botToken = 'rgdtbuaospdnfdcj6zg1tpqjyr';
const channelId = clickBody.channel_id;

/** A far end that keeps one post, and a gateway that receives its clicks. */
async function setUp() {
  const events: InteractionEvent[] = [];
  let saved: { attachments: Attachment[]; post: InteractivePost } | undefined;
  const receive = createInteractionReceiver({
    accountId: 'default',
    botTokens: [botToken],
    findPost: async () => saved?.post,
    onClick: async event => {
      events.push(event);
      return undefined;
    },
  });
  const url = await listen(async (request, response) => {
    if (request.url !== '/api/v4/posts') return await toNodeListener(receive)(request, response);
    let body = '';
    for await (const piece of request) body += piece;
    const post = JSON.parse(body);
    const ok = request.headers.authorization === `Bearer ${botToken}` && post.channel_id === channelId;
    saved = { attachments: post.props.attachments, post: postWith(post.props.attachments) };
    response.writeHead(ok ? 201 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...post, id: clickBody.post_id }));
  });
  const env = {
    ...process.env,
    MATTERMOST_URL: url,
    MATTERMOST_BOT_TOKEN: botToken,
    MATTERMOST_CHANNEL_ID: channelId,
    CALLBACK_URL: `${url}/mattermost/interactions/default`,
  };
  const click = async (index: number) => {
    const { integration } = saved!.attachments[0]!.actions[index]!;
    const body = JSON.stringify({ ...clickBody, context: integration.context });
    return (await fetch(integration.url, { method: 'POST', body, headers: serverHeaders })).status;
  };
  return { env, events, click };
}

async function listen(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'mm-buttons-project-'));
  return () => rmSync(project, { recursive: true });
});

describe('the example', () => {
  it.each([
    ['python', 'python3', ['examples/python/post_buttons.py']],
    ['shell', 'bash', ['examples/shell/post-buttons.sh']],
  ])('in %s posts buttons whose clicks are accepted', async (_, command, args) => {
    const { env, events, click } = await setUp();
    const { stdout } = await run(command, args, { cwd: here, env });
    expect(stdout.trim()).toBe(clickBody.post_id);
    expect([await click(0), await click(1)]).toEqual([200, 200]);
    expect(events.map(event => event.type === 'button' && [event.value, event.label])).toEqual([
      ['approve', 'Approve'],
      ['deny', 'Deny ✗'],
    ]);
  });
});

describe('the packed tarball', () => {
  const library = () => join(project, 'node_modules/@clawmost/mm-hmac-buttons');

  beforeAll(async () => {
    // npm packs what is in the manifest's `files`; there are no dependencies to install.
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project], { cwd: here });
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    mkdirSync(library(), { recursive: true });
    await run('tar', ['-xzf', join(project, filename), '--strip-components=1', '-C', library()]);
  }, 60_000);

  it('has a command line that signs what it then accepts', async () => {
    const cli = join(library(), 'dist/cli.js');
    const env = { ...process.env, MATTERMOST_BOT_TOKEN: botToken };
    const node = (args: string[], input: string) => {
      const running = run(process.execPath, [cli, ...args], { env });
      running.child.stdin?.end(input);
      return running;
    };
    const { stdout: signed } = await node(['sign'], '{"action_id":"a1","order":17}');
    expect(JSON.parse((await node(['verify'], signed)).stdout)).toMatchObject({ ok: true });
    await expect(node(['verify'], signed.replace('17', '18'))).rejects.toMatchObject({ code: 1 });
  });

  it('is what the example in TypeScript imports', async () => {
    const { env, events, click } = await setUp();
    const { transpileModule, ModuleKind, ScriptTarget } = await import('typescript');
    const compilerOptions = { module: ModuleKind.ESNext, target: ScriptTarget.ES2022 };
    const source = readFileSync(join(here, 'examples/typescript/post-buttons.ts'), 'utf8');
    writeFileSync(join(project, 'post-buttons.mjs'), transpileModule(source, { compilerOptions }).outputText);
    const { stdout } = await run(process.execPath, ['post-buttons.mjs'], { cwd: project, env });
    expect(stdout.trim()).toBe(clickBody.post_id);
    expect([await click(0), await click(1)]).toEqual([200, 200]);
    expect(events).toHaveLength(2);
  });
});
