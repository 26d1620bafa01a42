// Mattermost's route for clicks knows letters and digits alone: any other id is saved with the post, and answers 404.
const other = /[^A-Za-z0-9]+/g;
const longest = 64;

/**
 * Begins the id of every action that stands on a ticket. Signed contexts may not name such an action, so a signature
 * can never stand in for a ticket, not even one made by somebody who has the bot's token.
 */
export const ticketPrefix = 'ticket0';

/** What the id of an action is to be made of. */
export interface IdWish {
  readonly text: string;
  /** Whether somebody wrote it as an id: then it comes before those that only follow from a value. */
  readonly isId: boolean;
}

/**
 * Makes ids that Mattermost's route for clicks accepts, one for each wish, no two alike.
 *
 * A wish that is fine keeps its id, wherever it stands; of two that would become the same, the later gets a number.
 */
export function makeActionIds(wishes: readonly IdWish[], prefix = ''): string[] {
  const taken = new Set<string>();
  const ids: (string | undefined)[] = wishes.map(() => undefined);
  for (const isId of [true, false]) {
    for (const [index, wish] of wishes.entries()) {
      const id = prefix + wish.text;
      if (wish.isId !== isId || !isActionId(id) || taken.has(id)) continue;
      taken.add(id);
      ids[index] = id;
    }
  }
  return ids.map((id, index) => id ?? makeFree(prefix + (wishes[index]?.text ?? '').replace(other, ''), taken));
}

/** Whether an action with this id stands on a ticket. */
export function isTicketActionId(id: string): boolean {
  return id.startsWith(ticketPrefix);
}

/** Whether clicks on an action with this id can arrive. */
export function isActionId(id: string): boolean {
  return /^[A-Za-z0-9]{1,64}$/.test(id);
}

function makeFree(wish: string, taken: Set<string>): string {
  const stem = wish.slice(0, longest) || 'action';
  let id = stem;
  for (let number = 2; taken.has(id); number++) id = stem.slice(0, longest - String(number).length) + number;
  taken.add(id);
  return id;
}
