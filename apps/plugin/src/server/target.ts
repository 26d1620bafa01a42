import type { ChatKind } from '@clawmost/mm-policy';
import { formatTarget, parseTarget, type Target } from '@clawmost/mm-targets';

/** Reads a target; `undefined` when the text is none. Whether it leads anywhere, `server/targets.ts` finds out. */
export function readTarget(text: string): Target | undefined {
  try {
    return parseTarget(text);
  } catch {
    return undefined;
  }
}

/** Writes a target in the form in which OpenClaw stores and compares it; `undefined` when the text is none. */
export function normalizeTarget(text: string): string | undefined {
  const target = readTarget(text);
  return target && formatTarget(target);
}

/** Whether a target is one of a person, as far as its text says: a bare id can be one of a person or a channel. */
export function isDirect(text: string): boolean {
  const kind = readTarget(text)?.kind;
  return kind === 'user' || kind === 'person';
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
