// Mattermost's route for clicks accepts only letters and digits. It saves any other id with the post, and then answers the
// click with 404.
const notAllowed = /[^A-Za-z0-9]+/g;
const longestId = 64;

/** The text from which an action's id is made. */
export interface IdSource {
  readonly text: string;
  /** Whether the caller gave it as an id. Such a text keeps its id before one that was made from a value. */
  readonly isId: boolean;
}

/**
 * Makes one id for each source that Mattermost's route for clicks accepts, no two of them equal.
 *
 * A text that is already a valid id stays as it is. When two sources lead to the same id, the later one gets a number.
 */
export function makeActionIds(sources: readonly IdSource[], prefix = '', maxLength: number = longestId): string[] {
  const taken = new Set<string>();
  const ids: (string | undefined)[] = sources.map(() => undefined);
  for (const isId of [true, false]) {
    for (const [index, source] of sources.entries()) {
      const id = prefix + source.text;
      if (source.isId !== isId || !isActionId(id) || id.length > maxLength || taken.has(id)) continue;
      taken.add(id);
      ids[index] = id;
    }
  }
  return ids.map((id, index) => {
    if (id !== undefined) return id;
    const stem = (prefix + (sources[index]?.text ?? '').replace(notAllowed, '')).slice(0, maxLength) || 'action';
    return takeFreeId(stem, taken, maxLength);
  });
}

function isActionId(id: string): boolean {
  return /^[A-Za-z0-9]{1,64}$/.test(id);
}

function takeFreeId(stem: string, taken: Set<string>, maxLength: number): string {
  let id = stem;
  for (let number = 2; taken.has(id); number++) id = stem.slice(0, maxLength - String(number).length) + number;
  taken.add(id);
  return id;
}
