import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isInstalled, requireTools } from '../support/installed-tools.ts';
import { startMattermostAndGateway } from '../support/mattermost-and-gateway.ts';

const run = promisify(execFile);
const examples = fileURLToPath(new URL('../../examples/', import.meta.url));

interface Example {
  readonly folder: string;
  /** What has to be installed. */
  readonly needs: readonly string[];
  readonly command: readonly [string, ...string[]];
}

const all: readonly Example[] = [
  { folder: 'python', needs: ['python3'], command: ['python3', 'post_buttons.py'] },
  { folder: 'shell', needs: ['bash', 'openssl', 'jq', 'curl'], command: ['bash', 'post-buttons.sh'] },
  // Unlike the others, Go is not asked of every machine; what it signs is among the vectors.
  ...(isInstalled('go') ? [{ folder: 'go', needs: ['go'], command: ['go', 'run', '.'] } as const] : []),
];

describe.each(all)('the example in $folder', ({ folder, needs, command: [program, ...args] }) => {
  const cwd = join(examples, folder);

  it(`The buttons of the example in ${folder} are accepted, one event for each click`, async () => {
    requireTools(needs);
    const { alice, claw, ops, env, events } = await startMattermostAndGateway();
    const { stdout } = await run(program, args, { cwd, env });
    const post = await alice.sees({ from: claw, in: ops, matching: /Deploy to production/ });
    expect(stdout).toBe(`${post.id}\n`);
    await alice.clicks(post, 'Approve');
    await alice.clicks(post, 'Deny ✗');
    const where = { type: 'button', userId: alice.id, channelId: ops.id, postId: post.id };
    expect(events).toMatchObject([
      { ...where, value: 'approve', label: 'Approve' },
      { ...where, value: 'deny', label: 'Deny ✗' },
    ]);
  }, 120_000);

  it(`The example in ${folder} names a missing setting and prints a refusal of the server`, async () => {
    const { env } = await startMattermostAndGateway();
    const fail = async (changes: NodeJS.ProcessEnv): Promise<string> => {
      const running = run(program, args, { cwd, env: { ...env, ...changes } });
      return await running.then(
        () => 'nothing',
        ({ stderr }: { stderr: string }) => stderr,
      );
    };
    expect(await fail({ CALLBACK_URL: undefined })).toContain('CALLBACK_URL');
    const refused = await fail({ MATTERMOST_BOT_TOKEN: 'anotheranotheranotheranoth' });
    expect(refused).toContain('401');
    expect(refused).not.toContain('another');
  }, 120_000);
});
