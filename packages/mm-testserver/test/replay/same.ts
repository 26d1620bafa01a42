import { copyOf, fillIn, type Names, nameOrId } from './names.ts';

/** A difference between two answers: `body.id: expected …, got …`. */
export class Difference extends Error {}

/** How exactly two answers are compared. */
export interface Exactness {
  /** Ignores the order of lists. */
  readonly anyOrder?: boolean;
  /** Allows more keys and items in ours. */
  readonly mayHaveMore?: boolean;
  /** Compares only the keys and the types of values. */
  readonly shapeOnly?: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** Counters and times of channels that existed before the recording. */
const history =
  /^(total_msg_count|msg_count|mention_count)(_root)?$|^(last_viewed_at|last_post_at|last_root_post_at)$|^files_count$/;

/** Keys whose values depend on the machine or the build, or that only servers in developer mode fill in. */
const ofTheRecorder = ['BuildNumber', 'server_hostname', 'detailed_error'];

/** Created within the recording, so their counters are known. */
const bornHere = ['$hidden.id', '$arch.id'];

/**
 * Compares `actual` with the recording, and learns the values of new names and ids.
 *
 * @throws {Difference} where they differ.
 */
export function insistOnSame(recorded: unknown, actual: unknown, names: Names, exactness: Exactness = {}): void {
  const pairs: [number, number][] = [];
  compare(recorded, actual, 'body', { names, exactness, pairs });
  insistOnSameOrder(pairs, names);
  for (const [theirs, ours] of pairs) names.times.set(theirs, ours);
}

interface Comparing {
  readonly names: Names;
  readonly exactness: Exactness;
  /** The times so far, as recorded and as ours. */
  readonly pairs: [number, number][];
}

function compare(recorded: unknown, actual: unknown, at: string, comparing: Comparing): void {
  if (typeof recorded === 'string') compareText(recorded, actual, at, comparing);
  else if (Array.isArray(recorded)) compareLists(recorded, actual, at, comparing);
  else if (!isJson(recorded)) compareValues(recorded, actual, at, comparing);
  // A post in an event is JSON within JSON; the recordings contain it parsed.
  else if ('$json' in recorded) compare(recorded['$json'], parse(actual), at, comparing);
  else if ('order' in recorded && 'posts' in recorded) comparePostLists(recorded, actual, at, comparing);
  else compareObjects(recorded, actual, at, comparing);
}

function compareValues(recorded: unknown, actual: unknown, at: string, { pairs, exactness }: Comparing): void {
  const times = typeof recorded === 'number' && recorded > 1e12 && typeof actual === 'number' && actual > 1e12;
  if (times) pairs.push([recorded, actual]);
  else if (exactness.shapeOnly ? typeof recorded !== typeof actual : recorded !== actual) differ(at, recorded, actual);
}

function compareObjects(recorded: Json, actual: unknown, at: string, comparing: Comparing): void {
  if (!isJson(actual)) differ(at, recorded, actual);
  const seeded = !bornHere.includes(String(recorded['channel_id'] ?? recorded['id']));
  const named = Object.entries(recorded).map(([key, value]): [string, unknown] => [
    fillIn(key, comparing.names),
    value,
  ]);
  for (const [key, value] of named) {
    if (!(key in actual)) differ(`${at}.${key}`, value, undefined);
    if (seeded && history.test(key) && typeof actual[key] === 'number') continue;
    if (ofTheRecorder.includes(key) && typeof actual[key] === 'string') continue;
    const anyOrder = key === 'mentions' || comparing.exactness.anyOrder === true;
    const exactness = { ...comparing.exactness, anyOrder };
    compare(value, actual[key], `${at}.${key}`, { ...comparing, exactness });
  }
  if (comparing.exactness.mayHaveMore) return;
  const known = new Set(named.map(([key]) => key));
  for (const key of Object.keys(actual)) if (!known.has(key)) differ(`${at}.${key}`, undefined, actual[key]);
}

function compareLists(recorded: readonly unknown[], actual: unknown, at: string, comparing: Comparing): void {
  const { anyOrder, mayHaveMore } = comparing.exactness;
  if (!Array.isArray(actual) || actual.length < recorded.length) differ(at, recorded, actual);
  if (actual.length > recorded.length && !mayHaveMore) differ(at, recorded, actual);
  if (anyOrder) compareInAnyOrder(recorded, actual, at, comparing);
  else for (const [i, item] of recorded.entries()) compare(item, actual[i], `${at}[${i}]`, comparing);
}

function compareInAnyOrder(recorded: readonly unknown[], actual: readonly unknown[], at: string, c: Comparing): void {
  const left = [...actual];
  for (const [i, item] of recorded.entries()) {
    const found = left.findIndex(candidate => fits(item, candidate, c));
    if (found < 0) differ(`${at}[${i}]`, item, left);
    left.splice(found, 1);
  }
}

/** Compares, and keeps new names only if there is no difference. */
function fits(recorded: unknown, actual: unknown, comparing: Comparing): boolean {
  const names = copyOf(comparing.names);
  const pairs = [...comparing.pairs];
  try {
    compare(recorded, actual, '', { ...comparing, names, pairs });
    insistOnSameOrder(pairs, names);
  } catch (error) {
    if (error instanceof Difference) return false;
    throw error;
  }
  for (const [name, id] of names.ids) comparing.names.ids.set(name, id);
  comparing.pairs.splice(0, comparing.pairs.length, ...pairs);
  return true;
}

/** First the posts, then the order of their ids. */
function comparePostLists(recorded: Json, actual: unknown, at: string, comparing: Comparing): void {
  if (!isJson(actual)) differ(at, recorded, actual);
  const { posts, ...rest } = recorded;
  const { posts: ours, ...oursRest } = actual;
  const values = Object.values(Object(posts));
  const exactness = { ...comparing.exactness, anyOrder: true };
  compareLists(values, Object.values(Object(ours)), `${at}.posts`, { ...comparing, exactness });
  compareObjects(rest, oursRest, at, comparing);
}

function compareText(recorded: string, actual: unknown, at: string, comparing: Comparing): void {
  const { names, exactness } = comparing;
  if (typeof actual !== 'string') differ(at, recorded, actual);
  if (exactness.shapeOnly) return;
  const unpacked = parse(recorded);
  const known = fillIn(recorded, names);
  // The name of a direct channel begins with the smaller id, which can be the other user's in ours.
  const mirrored = known.includes('__') ? known.split('__').reverse().join('__') : known;
  if (isJson(unpacked) || Array.isArray(unpacked)) compare(unpacked, parse(actual), at, comparing);
  // The recorder shortened long texts.
  else if (recorded.endsWith('…') && actual.startsWith(recorded.slice(0, -1))) return;
  else if (known !== actual && mirrored !== actual) learn(recorded, actual, at, names);
}

/** Matches names that are new. */
function learn(recorded: string, actual: string, at: string, { ids }: Names): void {
  const unknown: string[] = [];
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  let pattern = '';
  let end = 0;
  for (const { 0: name, index } of recorded.matchAll(nameOrId)) {
    const id = ids.get(name);
    pattern += literal(recorded.slice(end, index)) + (id === undefined ? newName(name) : literal(id));
    if (id === undefined) unknown.push(name);
    end = index + name.length;
  }
  const match = new RegExp(`^${pattern}${literal(recorded.slice(end))}$`).exec(actual);
  if (unknown.length === 0 || !match) differ(at, recorded, actual);
  for (const [i, name] of unknown.entries()) ids.set(name, String(match[i + 1]));
}

/** Ids and hashes have the same length here. */
function newName(name: string): string {
  // Signed texts, in base64.
  if (/^\$(opaque|cookie)/.test(name)) return '(.+?)';
  return name.startsWith('$') ? '(\\w+)' : `(\\w{${name.length}})`;
}

/** Equal times must be equal here, and later times must not be earlier here. */
function insistOnSameOrder(pairs: readonly [number, number][], { startedAt }: Names): void {
  for (const [recorded, actual] of pairs) {
    for (const [later, ours] of pairs) {
      if (recorded === later && actual !== ours) differ('times', `${recorded} twice`, `${actual} and ${ours}`);
      if (startedAt <= recorded && recorded < later && actual > ours)
        differ('times', `${recorded} before ${later}`, `${actual}, ${ours}`);
    }
  }
}

function parse(text: unknown): unknown {
  if (typeof text !== 'string' || !/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function differ(at: string, recorded: unknown, actual: unknown): never {
  const short = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300);
  throw new Difference(`${at}: recorded ${short(recorded)}, got ${short(actual)}`);
}
