import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openOffice } from '../support/office.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const program = fileURLToPath(new URL('../support/poisoned-bot.ts', import.meta.url));

it('A post that ends the process each time is handled alone, then becomes a dead letter, and others go on', async () => {
  const { mattermost, alice, claw, ops, team } = await openOffice();
  const lab = team.addChannel('lab', { members: [alice, claw] });
  const file = join(temporaryFolder(), 'bot.sqlite');
  const run = async (): Promise<string[]> => {
    const args = [program, mattermost.url, claw.token, claw.id, file];
    const { stdout } = await promisify(execFile)(process.execPath, args).catch(error => error as { stdout: string });
    return stdout.split('\n').filter(line => line !== '');
  };
  expect(await run()).toEqual(['idle']);
  await alice.says('poison', { in: ops });
  await alice.says('after', { in: ops });
  await alice.says('elsewhere', { in: lab });
  const lines: string[] = [];
  let starts = 0;
  while (!lines.includes('idle') && starts < 20) {
    starts += 1;
    lines.push(...(await run()));
  }
  const handled = (text: string) => lines.filter(line => line.startsWith(text)).length;
  // Ten ends of the process, and the start that gives the post up.
  expect([starts, handled('poison')]).toEqual([11, 10]);
  expect(lines).toContain('dead after 10: the process ended 10 times while it was handled');
  expect(handled('after')).toBe(1);
  // Beside the poison until that is handled alone, from the fourth start on.
  expect(handled('elsewhere')).toBeLessThanOrEqual(4);
}, 600_000);
