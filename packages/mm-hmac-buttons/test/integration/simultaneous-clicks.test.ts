import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMemoryStore, createSqliteStore, type TicketStore, toNodeListener } from '../../src/index.ts';
import { listen } from '../support/listen.ts';
import { answer, issue, setUp } from '../support/receivers.ts';
import { serverHeaders } from '../support/requests.ts';
import { openSqlite } from '../support/stores.ts';

/** The address of a receiver, and the ids of the events that it accepted. */
interface Receiving {
  readonly url: string;
  readonly events: readonly string[];
}

const made = { ephemeral_text: 'This choice has already been made.', skip_slack_parsing: true };

async function click(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: serverHeaders });
  expect(response.status).toBe(200);
  return answer(await response.text());
}

/** Clicks both buttons of a choice at the same time, a thousand times. Exactly one of the two clicks must count. */
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
  const program = fileURLToPath(new URL('../support/receiver-process.ts', import.meta.url));
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

describe('two simultaneous clicks on one choice over HTTP', () => {
  it('Two simultaneous clicks on one choice are one event, a thousand times, with tickets in memory', async () => {
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
    it('Two simultaneous clicks in two processes are one event, a thousand times, with tickets in SQLite', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'mm-tickets-'));
      onTestFinished(() => rmSync(dir, { recursive: true, maxRetries: 5 }));
      const file = join(dir, 'tickets.sqlite');
      const database = new Database(file, { timeout: 10_000 });
      onTestFinished(() => database.close());
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
      const store = createSqliteStore(database);
      const [one, other] = await Promise.all([startProcess(file), startProcess(file)]);
      await race(store, one, other);
      // The processes report events apart from the answers, so the last one can arrive later.
      await vi.waitFor(() => expect(one.events.length + other.events.length).toBe(1_000), { timeout: 10_000 });
      expect(new Set([...one.events, ...other.events]).size).toBe(1_000);
      // Both processes must have won at times, or there was no race.
      expect(Math.min(one.events.length, other.events.length)).toBeGreaterThan(0);
    }, 60_000);
  }
});
