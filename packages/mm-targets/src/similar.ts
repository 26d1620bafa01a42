/** How many suggestions an error makes. */
const most = 3;

/** The names that a person who wrote `wanted` may have meant, the likeliest first. */
export function similarTo<T>(wanted: string, items: Iterable<T>, namesOf: (item: T) => readonly string[]): T[] {
  const plain = reduce(wanted);
  if (plain === '') return [];
  const rated = [...items]
    .map(item => ({ item, distance: Math.min(...namesOf(item).map(name => distance(plain, reduce(name)))) }))
    .filter(({ distance }) => distance <= furthest(plain));
  return rated
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ item }) => item);
}

/** Longer names may have more mistakes: none below three characters, then one for every three, up to three. */
function furthest(plain: string): number {
  return Math.min(3, Math.floor(plain.length / 3));
}

/** Letters and digits alone, so that `Town Square` and `town-square` are the same. */
function reduce(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** How many characters were added, left out, exchanged or swapped; at most 1 when one name begins with the other. */
function distance(a: string, b: string): number {
  if (a === b) return 0;
  if (b === '') return Number.POSITIVE_INFINITY;
  if (a.length >= 3 && b.startsWith(a)) return 0.5;
  if (b.length >= 3 && a.startsWith(b)) return 1;
  if (Math.abs(a.length - b.length) > 3) return Number.POSITIVE_INFINITY;
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let line = 1; line <= a.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[line - 1] === b[column - 1];
      const isSwap = line > 1 && column > 1 && a[line - 1] === b[column - 2] && a[line - 2] === b[column - 1];
      next[column] = Math.min(
        (row[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (row[column - 1] ?? 0) + (same ? 0 : 1),
        isSwap ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? Number.POSITIVE_INFINITY;
}
