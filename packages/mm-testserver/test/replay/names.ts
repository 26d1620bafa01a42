/** The names, ids and times of a recording, with those of this run. */
export interface Names {
  /** From `$alice.id` or a recorded id to ours. */
  readonly ids: Map<string, string>;
  /** From recorded times to ours. */
  readonly times: Map<number, number>;
  /** In recorded time; older times are not compared. */
  readonly startedAt: number;
}

/** Matches names, ids and hashes. */
export const nameOrId: RegExp =
  /\$[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:\.[a-z0-9]+)*|\b(?:[a-z0-9]{26}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\b/g;

export function copyOf({ ids, times, startedAt }: Names): Names {
  return { ids: new Map(ids), times: new Map(times), startedAt };
}

/** Replaces the recording's names, ids and times by ours. */
export function fillIn(recorded: string, { ids, times }: Names): string {
  const repeated = /^\$(.+)\*(\d+)$/u.exec(recorded);
  if (repeated) return String(repeated[1]).repeat(Number(repeated[2]));
  return recorded
    .replace(nameOrId, name => ids.get(name) ?? name)
    .replace(/\b1\d{12}\b/g, time => String(times.get(Number(time)) ?? time));
}

/** The same for a body. */
export function fillInAll(recorded: unknown, names: Names): unknown {
  if (typeof recorded === 'string') return fillIn(recorded, names);
  if (Array.isArray(recorded)) return recorded.map(item => fillInAll(item, names));
  if (typeof recorded !== 'object' || recorded === null) return recorded;
  return Object.fromEntries(Object.entries(recorded).map(([key, value]) => [key, fillInAll(value, names)]));
}
