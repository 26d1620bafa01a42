import type { Entry, NewEntry, Outcome } from './entry.ts';

/** How an entry came to be, from what is new. */
export function appended(entry: NewEntry, now: number): Entry {
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

/** A change of an entry; `undefined` where the entry does not allow it. */
export type Transition = (entry: Entry, now: number) => Entry | undefined;

/** A handler takes it. */
export const claimed: Transition = (entry, now) =>
  entry.state === 'waiting' && entry.dueAt <= now
    ? { ...entry, state: 'running', claims: entry.claims + 1, changedAt: now }
    : undefined;

/** Somebody else owns it from now on. */
export const adopted: Transition = (entry, now) =>
  entry.state === 'running' ? { ...entry, adopted: true, changedAt: now } : undefined;

/** It has its outcome. */
export function settledAs({ outcome, code }: Outcome): Transition {
  return (entry, now) =>
    entry.state === 'running' ? { ...entry, state: 'settled', outcome, code, dueAt: 0, changedAt: now } : undefined;
}

/** Its handler failed: it is tried again at `retryAt`, or never. */
export function failedWith(error: string, retryAt: number | undefined): Transition {
  return (entry, now) => {
    if (entry.state !== 'running') return undefined;
    const failures = entry.failures + 1;
    return retryAt === undefined
      ? { ...entry, state: 'dead', failures, error, changedAt: now }
      : { ...entry, state: 'waiting', failures, error, dueAt: retryAt, changedAt: now };
  };
}

/** Its handler gave it back; that is no failure. */
export function putBackUntil(dueAt: number): Transition {
  return (entry, now) =>
    entry.state === 'running' ? { ...entry, state: 'waiting', dueAt, changedAt: now } : undefined;
}

/** The process that ran its handler is gone. */
export const interrupted: Transition = (entry, now) =>
  entry.state === 'running'
    ? { ...entry, state: 'waiting', interruptions: entry.interruptions + 1, changedAt: now }
    : undefined;

/** It was edited before its turn. */
export function revisedAt(editedAt: number): Transition {
  return (entry, now) => (entry.state === 'waiting' ? { ...entry, editedAt, changedAt: now } : undefined);
}

/** It was silent, and an edit that nobody has looked at makes it worth another look. */
export function wokenAt(editedAt: number): Transition {
  return (entry, now) =>
    entry.state === 'settled' && entry.outcome === 'silent' && entry.editedAt < editedAt
      ? { ...entry, state: 'waiting', editedAt, adopted: false, outcome: undefined, code: undefined, changedAt: now }
      : undefined;
}

/** It is not to be handled after all. */
export function withdrawnAs(code: string): Transition {
  return (entry, now) =>
    entry.state === 'waiting'
      ? { ...entry, state: 'settled', outcome: 'silent', code, dueAt: 0, changedAt: now }
      : undefined;
}

/** Somebody wants it tried once more. */
export const revived: Transition = (entry, now) =>
  entry.state === 'dead'
    ? { ...entry, state: 'waiting', failures: 0, interruptions: 0, dueAt: 0, changedAt: now }
    : undefined;

/** Somebody wants to hear no more of it. */
export const dropped: Transition = (entry, now) =>
  entry.state === 'dead'
    ? { ...entry, state: 'settled', outcome: 'silent', code: 'dropped', changedAt: now }
    : undefined;
