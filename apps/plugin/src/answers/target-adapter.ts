import type { ResolvedTarget, Targets } from '@clawmost/mm-targets';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../config/accounts.ts';
import { readTarget, targetOf } from '../server/target.ts';
import { connectTargets } from '../server/targets.ts';
import { runningAccount } from './running-accounts.ts';

/** The targets of an account: those of the running one, which follow its events, else new ones. */
export function targetsFor(cfg: OpenClawConfig, accountId?: string | null): Targets {
  return runningAccount(resolveAccount(cfg, accountId).accountId)?.targets ?? connectTargets(cfg, accountId);
}

/** A target that OpenClaw can send to, and what people call it. */
export interface HostTarget {
  readonly to: string;
  readonly kind: 'user' | 'channel';
  readonly display?: string;
}

/**
 * Finds what a target means, for OpenClaw. `null` for `user:<id>` and `channel:<id>`, which need no request.
 *
 * @throws TargetError when the text is not a target or leads nowhere; OpenClaw shows its message
 */
export async function resolveTarget(request: {
  readonly cfg: OpenClawConfig;
  readonly accountId?: string | null;
  readonly input: string;
}): Promise<HostTarget | null> {
  const target = readTarget(request.input);
  if (target?.kind === 'user' || (target?.kind === 'channel' && target.postId === undefined)) return null;
  return hostTarget(await targetsFor(request.cfg, request.accountId).resolve(request.input));
}

function hostTarget(resolved: ResolvedTarget): HostTarget {
  const { kind, id, name } = resolved;
  if (kind === 'user') return { kind, to: targetOf({ kind: 'direct', id }), ...(name && { display: `@${name}` }) };
  const to = targetOf({ kind, id });
  return {
    kind,
    to: resolved.rootId === undefined ? to : `${to}:${resolved.rootId}`,
    ...(name && { display: `#${name}` }),
  };
}

/** What OpenClaw asks a directory for. */
interface DirectoryRequest {
  readonly cfg: OpenClawConfig;
  readonly accountId?: string | null;
  readonly query?: string | null;
  readonly limit?: number | null;
}

/** A row of `openclaw directory`. */
export interface DirectoryRow {
  readonly kind: 'user' | 'group';
  readonly id: string;
  readonly name: string;
  readonly handle: string;
}

/** How many rows there are at most when no number is given: a server can have a hundred thousand people. */
const mostRows = 500;

/** Who the bot is. */
export async function directorySelf({ cfg, accountId }: DirectoryRequest): Promise<DirectoryRow> {
  const { target, name, handle } = await targetsFor(cfg, accountId).directory.self();
  return { kind: 'user', id: target, name, handle: `@${handle}` };
}

/** The people of all teams of the bot. */
export async function directoryPeers({ cfg, accountId, query, limit }: DirectoryRequest): Promise<DirectoryRow[]> {
  const rows: DirectoryRow[] = [];
  const most = limit || mostRows;
  const { directory } = targetsFor(cfg, accountId);
  for await (const { target, name, handle } of directory.people({ ...(query && { query }) })) {
    rows.push({ kind: 'user', id: target, name, handle: `@${handle}` });
    if (rows.length === most) break;
  }
  return rows;
}

/** The channels of the bot in all its teams. */
export async function directoryGroups({ cfg, accountId, query, limit }: DirectoryRequest): Promise<DirectoryRow[]> {
  const { directory } = targetsFor(cfg, accountId);
  const channels = await directory.channels({ ...(query && { query }) });
  return channels
    .slice(0, limit || mostRows)
    .map(({ target, name, team, handle }) => ({ kind: 'group', id: target, name, handle: `${team}/${handle}` }));
}
