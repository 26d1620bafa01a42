import type { ChatKind } from '@clawmost/mm-policy';
import type { ReadyAccount } from './ready-account.ts';

/** The person or the channel that a message goes to. */
export type Target = { readonly kind: 'user'; readonly id: string } | { readonly kind: 'channel'; readonly id: string };

/** The ids of a Mattermost server have 26 letters and digits. */
const serverId = /^[a-z0-9]{26}$/;

/**
 * Reads `user:<id>`, `channel:<id>` and `group:<id>`, each also after `mattermost:`, and `mattermost:<id>`, a user;
 * `undefined` for anything else.
 */
export function parseTarget(raw: string): Target | undefined {
  const match = /^(?:mattermost:(?:(user|channel|group):)?|(user|channel|group):)(.+)$/i.exec(raw.trim());
  if (!match) return undefined;
  const [, inside, alone, id = ''] = match;
  const kind = (inside ?? alone ?? 'user').toLowerCase() === 'user' ? 'user' : 'channel';
  return serverId.test(id) ? { kind, id } : undefined;
}

/** Writes a target in the form in which OpenClaw stores and compares it. */
export function formatTarget({ kind, id }: Target): string {
  return `${kind}:${id}`;
}

/** The other side of a conversation, as OpenClaw names it: the person of a direct message, else the channel. */
export interface Peer {
  readonly kind: ChatKind;
  /** A user id for `direct`, else a channel id. */
  readonly id: string;
}

/** The target that leads to a conversation, such as `user:<id>`. OpenClaw finds the session of a message by it. */
export function targetOf({ kind, id }: Peer): string {
  return formatTarget({ kind: kind === 'direct' ? 'user' : 'channel', id });
}

/** What OpenClaw stores as the origin of a conversation: `mattermost:<user id>`, or `mattermost:<kind>:<channel id>`. */
export function originOf({ kind, id }: Peer): string {
  return kind === 'direct' ? `mattermost:${id}` : `mattermost:${kind}:${id}`;
}

/** How many direct channels are kept for an account. */
const mostDirectChannels = 1_000;

const directChannels = new WeakMap<object, Map<string, string>>();

/**
 * Finds the channel of a target. The server creates the direct channel of a person when there is none yet.
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
