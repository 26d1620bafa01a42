import { findChannel } from '../world/channels.ts';
import type { World } from '../world/world.ts';

/** A field of a form; a name can occur several times. */
export type FormEntry = readonly [name: string, value: string];

/** Writes a form with the bytes of Go: sorted by name, with `+` for blanks. */
export function formOf(entries: readonly FormEntry[]): string {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return new URLSearchParams(sorted.map(([name, value]): [string, string] => [name, value]))
    .toString()
    .replaceAll('*', '%2A')
    .replaceAll('%7E', '~');
}

/** The people and public channels that the text of a command mentions, with their ids. */
export function mentionsIn(world: World, teamId: string, text: string): FormEntry[] {
  const users = namesIn(text, '@').flatMap((name): FormEntry[] => {
    const user = [...world.users.values()].find(({ username }) => username === name);
    return user
      ? [
          ['user_mentions', name],
          ['user_mentions_ids', user.id],
        ]
      : [];
  });
  const channels = namesIn(text, '~').flatMap((name): FormEntry[] => {
    const channel = findChannel(world, teamId, name);
    return channel?.type === 'O'
      ? [
          ['channel_mentions', name],
          ['channel_mentions_ids', channel.id],
        ]
      : [];
  });
  return [...users, ...channels];
}

function namesIn(text: string, sign: '@' | '~'): string[] {
  const names = [...text.matchAll(new RegExp(`(?<![\\w.])${sign}([a-z0-9._-]+)`, 'gi'))].map(([, name = '']) =>
    name.toLowerCase().replace(/[.:_-]+$/, ''),
  );
  return [...new Set(names)];
}
