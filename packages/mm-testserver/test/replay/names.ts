/** What the names and the ids of a recording stand for in this run. */
export interface Names {
  /** `$alice.id`, or an id as it was recorded, to ours. */
  readonly ids: Map<string, string>;
  /** Times as they were recorded, to ours. */
  readonly times: Map<number, number>;
  /** As recorded: what is older was there before, and how long before says nothing. */
  readonly startedAt: number;
}

/** Names, ids of posts and the like, hashes. */
export const nameOrId: RegExp =
  /\$[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:\.[a-z0-9]+)*|\b(?:[a-z0-9]{26}|[0-9a-f]{32}|[0-9a-f]{40})\b/g;

export function copyOf({ ids, times, startedAt }: Names): Names {
  return { ids: new Map(ids), times: new Map(times), startedAt };
}

/** Puts our ids and times where the recording has names, ids and times of its own. */
export function fillIn(recorded: string, { ids, times }: Names): string {
  const repeated = /^\$(.+)\*(\d+)$/u.exec(recorded);
  if (repeated) return String(repeated[1]).repeat(Number(repeated[2]));
  return recorded
    .replace(nameOrId, name => ids.get(name) ?? name)
    .replace(/\b1\d{12}\b/g, time => String(times.get(Number(time)) ?? time));
}

/** The same for a whole body. */
export function fillInAll(recorded: unknown, names: Names): unknown {
  if (typeof recorded === 'string') return fillIn(recorded, names);
  if (Array.isArray(recorded)) return recorded.map(item => fillInAll(item, names));
  if (typeof recorded !== 'object' || recorded === null) return recorded;
  return Object.fromEntries(Object.entries(recorded).map(([key, value]) => [key, fillInAll(value, names)]));
}
