import assert from 'node:assert/strict';
import type { Entry, NewEntry } from '../ledger/entry.ts';
import type { LeaseHolder } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** Opens a ledger on data that earlier ledgers have written, as another process does. */
export type OpenLedger = (options: {
  /** The wall clock. */
  readonly now: () => number;
  /** The process that the ledger runs in. */
  readonly holder: LeaseHolder;
}) => Ledger | Promise<Ledger>;

/** One check of a ledger, for a test runner of your choice. */
export interface LedgerCheck {
  /** What the check proves, as a sentence. */
  readonly name: string;
  /**
   * Runs the check.
   *
   * @param open opens ledgers on one new, empty database.
   * @throws AssertionError when the ledger does not keep its promise.
   */
  run(open: OpenLedger): Promise<void>;
}

/** A ledger that holds the lease, a clock to move, and a second process. */
export interface Scene {
  readonly ledger: Ledger;
  readonly clock: { now: number };
  /** Opens a second ledger on the same data, in a process on another machine. */
  openElsewhere(): Promise<Ledger>;
}

/** Makes a check that starts with a ledger which holds the lease. The clock shows 1,000. */
export function check(name: string, run: (scene: Scene) => Promise<void>): LedgerCheck {
  return {
    name,
    async run(open) {
      const clock = { now: 1_000 };
      const now = (): number => clock.now;
      const ledgers: Ledger[] = [];
      const openAs = async (holder: LeaseHolder): Promise<Ledger> => {
        const ledger = await open({ now, holder });
        ledgers.push(ledger);
        return ledger;
      };
      // On two machines, so that only the heartbeat of a lease counts.
      const ledger = await openAs({ host: 'here', pid: 1, processBeganAt: 1 });
      try {
        await ledger.acquireLease();
        await run({ ledger, clock, openElsewhere: () => openAs({ host: 'there', pid: 2, processBeganAt: 2 }) });
      } finally {
        for (const one of ledgers) await one.close().catch(() => {});
      }
    },
  };
}

/** Makes a post for a ledger. */
export function aPost(key: string, at = 1, more: Partial<NewEntry> = {}): NewEntry {
  const payload = { id: key, message: `text of ${key}` };
  return { key, kind: 'post', conversation: 'c1', channelId: 'c1', rootId: '', at, editedAt: 0, payload, ...more };
}

/** Finds an entry. */
export async function find(ledger: Ledger, key: string): Promise<Entry | undefined> {
  return (await ledger.find([key])).get(key);
}

/** Compares some fields of a value. */
export function assertFields(actual: object | undefined, expected: Readonly<Record<string, unknown>>): void {
  const found = Object.fromEntries(Object.keys(expected).map(name => [name, Reflect.get(actual ?? {}, name)]));
  assert.deepEqual(found, expected);
}
