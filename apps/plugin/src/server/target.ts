import type { ReadyAccount } from './ready-account.ts';

/** Where something is to be sent. */
export type Target = { readonly kind: 'user'; readonly id: string } | { readonly kind: 'channel'; readonly id: string };

/** Server ids are 26 letters and digits. */
const serverId = /^[a-z0-9]{26}$/;

/** Reads `user:<id>`, `mattermost:<id>`, `channel:<id>` and `group:<id>`; `undefined` for anything else. */
export function parseTarget(raw: string): Target | undefined {
  const match = /^(user|mattermost|channel|group):(.+)$/i.exec(raw.trim());
  const [, prefix, value = ''] = match ?? [];
  if (!prefix || !serverId.test(value)) return undefined;
  return { kind: /^(user|mattermost)$/i.test(prefix) ? 'user' : 'channel', id: value };
}

/** Writes a target the one way in which it is stored and compared. */
export function formatTarget({ kind, id }: Target): string {
  return `${kind}:${id}`;
}

/** How many direct channels an account remembers. */
const mostDirectChannels = 1_000;

const directChannels = new WeakMap<object, Map<string, string>>();

/**
 * The channel that a target means. The direct channel of a person is created if there is none yet.
 *
 * @throws Error when the text is not a target
 */
export async function channelOfTarget(
  { rest, bot }: Pick<ReadyAccount, 'rest' | 'bot'>,
  raw: string,
  signal?: AbortSignal,
): Promise<string> {
  const target = parseTarget(raw);
  if (!target) throw new Error(`"${raw}" is not a target: use user:<id> or channel:<id>, with a 26-character id.`);
  if (target.kind === 'channel') return target.id;
  const known = directChannels.get(rest) ?? new Map<string, string>();
  directChannels.set(rest, known);
  const channelId = known.get(target.id) ?? (await rest.channels.getDirect(bot.id, target.id, signal && { signal })).id;
  if (known.size >= mostDirectChannels) known.clear();
  known.set(target.id, channelId);
  return channelId;
}
