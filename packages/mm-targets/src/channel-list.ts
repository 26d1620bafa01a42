import { inParallel } from './in-parallel.ts';
import { isForbidden, isMissing, type ListedChannel, type ListedTeam, type TargetsRest } from './rest.ts';

/** The teams and channels that an account is a member of. */
export interface ChannelList {
  readonly teams: readonly ListedTeam[];
  /** Without archived, direct and group channels. */
  readonly channels: readonly ListedChannel[];
  /** Those channels by their name in addresses. */
  readonly byName: ReadonlyMap<string, readonly ListedChannel[]>;
  /** Those channels by the name that people see, as {@link titleKey} writes it. */
  readonly byTitle: ReadonlyMap<string, readonly ListedChannel[]>;
}

/** Lists the channels of all teams of an account. A team that it leaves meanwhile counts as one without channels. */
export async function listChannels(rest: TargetsRest, signal: AbortSignal): Promise<ChannelList> {
  const teams = await rest.teams.mine({ signal });
  const lists = await inParallel(teams, async ({ id }) => {
    try {
      return await rest.channels.mine(id, {}, { signal });
    } catch (error) {
      if (isForbidden(error) || isMissing(error)) return [];
      throw error;
    }
  });
  // Every list has the direct and group channels as well.
  const channels = lists.flat().filter(({ type, delete_at }) => isNamed(type) && delete_at === 0);
  return {
    teams,
    channels,
    byName: groupBy(channels, ({ name }) => name),
    byTitle: groupBy(channels, ({ display_name }) => titleKey(display_name)),
  };
}

/** Whether channels of a type have names that people choose: public and private ones do. */
export function isNamed(type: string): boolean {
  return type === 'O' || type === 'P';
}

/** Case and blanks do not distinguish the names that people see. */
export function titleKey(title: string): string {
  return title.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
