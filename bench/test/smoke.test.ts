import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { Row } from '../src/bench.ts';
import { row } from '../src/bench.ts';
import { benches } from '../src/benches.ts';
import { median, takeTurns } from '../src/rounds.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

it('The bench measures everything that needs no wait, prints it and writes it to a file', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'clawmost-bench-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const json = join(dir, 'results.json');
  const names = benches.map(({ name }) => name).filter(name => name !== 'ws-cut');
  const args = [main, '--scale', '0.01', ...names, '--json', json];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { rows } = JSON.parse(readFileSync(json, 'utf8')) as { rows: (Row & { bench: string })[] };
  expect([...new Set(rows.map(({ bench }) => bench))]).toEqual(names);
  for (const { what, ours } of rows) {
    expect(Number.isFinite(ours)).toBe(true);
    expect(stdout).toContain(what);
  }
}, 600_000);

it('A row says whether its aim was reached, by the ratio or, without one, by its own figure', () => {
  const measured = { what: 'x', unit: 'ms', ours: 12 };
  expect(row({ ...measured, theirs: 10, aim: { atMost: 1.3 } })).toMatchObject({ ratio: 1.2, reached: true });
  expect(row({ ...measured, theirs: 8, aim: { atMost: 1.3 } })).toMatchObject({ ratio: 1.5, reached: false });
  expect(row({ ...measured, theirs: 8, aim: { atLeast: 2 } }).reached).toBe(false);
  expect(row({ ...measured, aim: { atMost: 5 } }).reached).toBe(false);
  expect(row(measured)).not.toHaveProperty('reached');
});

it('The two sides take turns, and each round compares them', async () => {
  const order: string[] = [];
  let slowness = 1;
  const side = (name: string, cost: number) => async () => {
    order.push(name);
    return cost * slowness++;
  };
  const [duel] = await takeTurns(2, side('a', 2), side('b', 1));
  expect(order.join('')).toBe('ababba');
  expect(duel?.ratio).toBeCloseTo(median([(2 * 3) / 4, (2 * 6) / 5]));
  expect(median([5, 1, 3])).toBe(3);
});

it('The bench lists what it can measure when it is asked for an unknown name', async () => {
  const call = promisify(execFile)(process.execPath, [main, 'rest-calls', 'speed']);
  await expect(call).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('rest-calls rest-edits') });
});
