import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMemoryStore, createSqliteStore, type TicketStore, toNodeListener } from '../../src/index.ts';
import { serverHeaders } from '../clicks.ts';
import { listen } from '../listening.ts';
import { answer, issue, setUp } from '../receivers.ts';
import { openSqlite } from '../stores.ts';

/** Where clicks are received, and the ids of the events that came of them. */
interface Receiving {
  readonly url: string;
  readonly events: readonly string[];
}

const made = { ephemeral_text: 'This choice has already been made.' };

async function click(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: serverHeaders });
  expect(response.status).toBe(200);
  return answer(await response.text());
}

/** Clicks both buttons of a choice at the same time, a thousand times, and of each choice one click must count. */
async function race(store: TicketStore, one: Receiving, other: Receiving): Promise<void> {
  for (let round = 0; round < 1_000; round++) {
    const choice = await issue(store);
    const [first, second] = round % 2 === 0 ? [one, other] : [other, one];
    const answers = await Promise.all([click(first.url, choice.body(0)), click(second.url, choice.body(1))]);
    expect(answers).toContainEqual({});
    expect(answers).toContainEqual(made);
  }
}

/** A receiver in a process of its own. */
async function startProcess(file: string): Promise<Receiving> {
  const program = fileURLToPath(new URL('../receiver-process.ts', import.meta.url));
  const child = fork(program, [file], { execArgv: [] });
  onTestFinished(() => void child.kill());
  const events: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (message: { url?: string; event?: string }) => {
      if (message.url !== undefined) resolve(message.url);
      if (message.event !== undefined) events.push(message.event);
    });
    child.on('exit', code => reject(new Error(`the receiver ended with ${code}`)));
  });
  return { url, events };
}

describe('two clicks on one choice at the same time, over HTTP, are one event in each of a thousand tries', () => {
  it('with tickets in memory', async () => {
    const store = createMemoryStore();
    const { receive, events } = setUp({ store });
    const url = await listen(toNodeListener(receive));
    const received: Receiving = {
      url,
      get events() {
        return events.map(({ id }) => id);
      },
    };
    await race(store, received, received);
    expect(events).toHaveLength(1_000);
  }, 60_000);

  const Database = openSqlite();
  if (Database !== undefined) {
    it('with tickets in SQLite, and the clicks in two processes', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'mm-tickets-'));
      onTestFinished(() => rmSync(dir, { recursive: true, maxRetries: 5 }));
      const file = join(dir, 'tickets.sqlite');
      const database = new Database(file, { timeout: 10_000 });
      onTestFinished(() => database.close());
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
      const store = createSqliteStore(database);
      const [one, other] = await Promise.all([startProcess(file), startProcess(file)]);
      await race(store, one, other);
      // The processes tell their events beside the answers, so the last may still be on its way.
      await vi.waitFor(() => expect(one.events.length + other.events.length).toBe(1_000), { timeout: 10_000 });
      expect(new Set([...one.events, ...other.events]).size).toBe(1_000);
      // Each won at times, or there was no race.
      expect(Math.min(one.events.length, other.events.length)).toBeGreaterThan(0);
    }, 60_000);
  }
});
