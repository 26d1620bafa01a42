import { getRuntime } from './runtime.ts';

/** Names a session of OpenClaw. */
export interface Session {
  readonly agentId: string;
  readonly sessionKey: string;
}

/** What OpenClaw's row of a session says about the turns in it. */
export interface SessionEntry {
  readonly sessionId: string;
  /** Such as `running`, `done`, `failed` or `killed`; absent before the first turn. */
  readonly status: string | undefined;
  /** The name of the turn that runs, or that OpenClaw will resume after a restart. */
  readonly claim: string | undefined;
  /** Whether OpenClaw has marked the turn at its start as one to resume, and has not begun to. */
  readonly isToBeResumed: boolean;
  /** The names of the last turns that ended. */
  readonly finished: readonly string[];
  /** The text of the last answer, as long as OpenClaw does not know that it was delivered. */
  readonly undelivered: { readonly text: string; readonly createdAt: number } | undefined;
  /** Whether OpenClaw has given the session up after crashes, and takes nothing for it before `/new`. */
  readonly isGivenUp: boolean;
  /** The queue mode set with `/queue`, if one is set. */
  readonly queueMode: string | undefined;
  readonly updatedAt: number;
}

/** The fields of OpenClaw's row that are read here; every one of them may be missing. */
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
 * Takes from OpenClaw what it would resume in a session: the claim on a turn, an answer that it would send again, its
 * count of crashes. OpenClaw then posts no notice, and continues the turn when the same message id is dispatched again.
 *
 * Only for a session in which nothing runs: call it at the start of the process, or for a row from before it.
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
  if (readSessionEntry(session)?.claim !== undefined) throw new Error('it does not let go of a session');
}
