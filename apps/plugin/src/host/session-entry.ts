import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { getRuntime } from './runtime.ts';

/** Which session of OpenClaw is meant. */
export interface Session {
  readonly agentId: string;
  readonly sessionKey: string;
}

/** What OpenClaw's row of a session says about its turns. */
export interface SessionEntry {
  readonly sessionId: string;
  /** Such as `running`, `done`, `failed` or `killed`; absent before the first turn. */
  readonly status: string | undefined;
  /** The name of the turn that runs, or that OpenClaw will resume after a restart. */
  readonly claim: string | undefined;
  /** Whether OpenClaw marked the turn for resumption when it started, and has not resumed it yet. */
  readonly isToBeResumed: boolean;
  /** The names of the last turns that ended. */
  readonly finished: readonly string[];
  /** The last answer, until OpenClaw knows that it was delivered. */
  readonly undelivered: { readonly text: string; readonly createdAt: number } | undefined;
  /** Whether OpenClaw gave the session up after several crashes: it then refuses messages until `/new`. */
  readonly isGivenUp: boolean;
  /** The queue mode set with `/queue`, if one is set. */
  readonly queueMode: string | undefined;
  readonly updatedAt: number;
}

/** The fields of OpenClaw's row that we read; each of them may be missing. */
interface Row {
  readonly sessionId?: string;
  readonly status?: string;
  readonly queueMode?: string;
  readonly updatedAt?: number;
  readonly abortedLastRun?: boolean;
  readonly restartRecoveryDeliverySourceRunId?: string;
  readonly restartRecoveryTerminalRunIds?: readonly string[];
  readonly pendingFinalDelivery?: { readonly text?: string; readonly createdAt?: number };
  readonly mainRestartRecovery?: { readonly tombstone?: unknown };
}

/** Reads the row of a session; `undefined` for a session that OpenClaw does not know. */
export function readSessionEntry(session: Session): SessionEntry | undefined {
  const row = getRuntime().agent.session.getSessionEntry(session) as Row | undefined;
  if (!row?.sessionId) return undefined;
  const { text, createdAt = 0 } = row.pendingFinalDelivery ?? {};
  return {
    sessionId: row.sessionId,
    status: row.status,
    claim: row.restartRecoveryDeliverySourceRunId,
    isToBeResumed: row.status === 'running' && row.abortedLastRun === true,
    finished: row.restartRecoveryTerminalRunIds ?? [],
    undelivered: text ? { text, createdAt } : undefined,
    isGivenUp: row.mainRestartRecovery?.tombstone !== undefined,
    queueMode: row.queueMode,
    updatedAt: row.updatedAt ?? 0,
  };
}

/**
 * Clears what OpenClaw would resume in a session: its claim on a turn, an answer that it would send again, its count of
 * crashes. OpenClaw then posts no notice, and continues the turn when the same message id is dispatched again.
 *
 * Call it only while nothing runs in the session: when the process starts, or for a row that is older than the process.
 *
 * @throws Error when OpenClaw has kept its claim
 */
export async function releaseSession(session: Session): Promise<void> {
  await getRuntime().agent.session.patchSessionEntry({
    ...session,
    update: entry => ({
      status: 'done',
      endedAt: Date.now(),
      abortedLastRun: false,
      pendingFinalDelivery: undefined,
      pendingDeliveryNotice: undefined,
      mainRestartRecovery: undefined,
      ...Object.fromEntries(
        Object.keys(entry)
          .filter(key => key.startsWith('restartRecovery') && key !== 'restartRecoveryTerminalRunIds')
          .map(key => [key, undefined]),
      ),
    }),
  });
  if (readSessionEntry(session)?.claim !== undefined) {
    throw new Error(`OpenClaw kept its claim on the session ${session.sessionKey}`);
  }
}

/** What OpenClaw does with a message that arrives while a turn of its session runs. */
export type QueueMode = 'steer' | 'followup' | 'collect' | 'interrupt';

const modes: ReadonlySet<string> = new Set<QueueMode>(['steer', 'followup', 'collect', 'interrupt']);

/** The queue mode of a session: the one set with `/queue`, else the configured one, else `steer`. */
export function queueModeOf(cfg: OpenClawConfig, entry: Pick<SessionEntry, 'queueMode'> | undefined): QueueMode {
  const { byChannel, mode } = cfg.messages?.queue ?? {};
  const configured: (string | undefined)[] = [entry?.queueMode, byChannel?.['mattermost'], mode];
  return (configured.find(each => each !== undefined && modes.has(each)) as QueueMode | undefined) ?? 'steer';
}
