import { isDue } from '../retry.ts';
import type { Entry, NewEntry, Outcome } from './entry.ts';

/** Makes the first version of an entry. */
export function newEntry(entry: NewEntry, now: number): Entry {
  const { key, kind, conversation, channelId, rootId, at, editedAt, silent } = entry;
  return {
    key,
    kind,
    conversation,
    channelId,
    rootId,
    at,
    editedAt,
    state: silent === undefined ? 'waiting' : 'settled',
    adopted: false,
    claims: 0,
    failures: 0,
    interruptions: 0,
    dueAt: 0,
    outcome: silent === undefined ? undefined : 'silent',
    code: silent,
    error: undefined,
    changedAt: now,
  };
}

/** A change of an entry; returns `undefined` when the state of the entry does not allow it. */
export type Transition = (entry: Entry, now: number) => Entry | undefined;

/** A handler starts to work on it. */
export const claim: Transition = (entry, now) =>
  entry.state === 'waiting' && isDue(entry.dueAt, now)
    ? { ...entry, state: 'running', claims: entry.claims + 1, changedAt: now }
    : undefined;

/** Another system finishes it. */
export const adopt: Transition = (entry, now) =>
  entry.state === 'running' ? { ...entry, adopted: true, changedAt: now } : undefined;

/** The handler is done. */
export function settle({ outcome, code }: Outcome): Transition {
  return (entry, now) =>
    entry.state === 'running' ? { ...entry, state: 'settled', outcome, code, dueAt: 0, changedAt: now } : undefined;
}

/** The handler failed: try again at `retryAt`, or never. */
export function fail(error: string, retryAt: number | undefined): Transition {
  return (entry, now) => {
    if (entry.state !== 'running') return undefined;
    const failures = entry.failures + 1;
    return retryAt === undefined
      ? { ...entry, state: 'dead', failures, error, changedAt: now }
      : { ...entry, state: 'waiting', failures, error, dueAt: retryAt, changedAt: now };
  };
}

/** The handler gave it back, which is not a failure. */
export function putBack(dueAt: number): Transition {
  return (entry, now) =>
    entry.state === 'running' ? { ...entry, state: 'waiting', dueAt, changedAt: now } : undefined;
}

/** The process ended while the handler was running. */
export const interrupt: Transition = (entry, now) =>
  entry.state === 'running'
    ? { ...entry, state: 'waiting', interruptions: entry.interruptions + 1, changedAt: now }
    : undefined;

/** The post was edited before its turn. */
export function revise(editedAt: number): Transition {
  return (entry, now) => (entry.state === 'waiting' ? { ...entry, editedAt, changedAt: now } : undefined);
}

/** The post was silent, and a newer edit makes it worth a second look. */
export function wake(editedAt: number): Transition {
  return (entry, now) =>
    entry.state === 'settled' && entry.outcome === 'silent' && entry.editedAt < editedAt
      ? { ...entry, state: 'waiting', editedAt, adopted: false, outcome: undefined, code: undefined, changedAt: now }
      : undefined;
}

/** The post must not be handled any more, for example because it was deleted. */
export function withdraw(code: string): Transition {
  return (entry, now) =>
    entry.state === 'waiting'
      ? { ...entry, state: 'settled', outcome: 'silent', code, dueAt: 0, changedAt: now }
      : undefined;
}

/** A person wants a dead letter to be tried again. */
export const revive: Transition = (entry, now) =>
  entry.state === 'dead'
    ? { ...entry, state: 'waiting', failures: 0, interruptions: 0, dueAt: 0, changedAt: now }
    : undefined;

/** A person gives up a dead letter. */
export const drop: Transition = (entry, now) =>
  entry.state === 'dead'
    ? { ...entry, state: 'settled', outcome: 'silent', code: 'dropped', changedAt: now }
    : undefined;
