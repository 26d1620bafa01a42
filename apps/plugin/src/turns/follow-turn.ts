import type { Turn as InboxTurn, Outcome } from '@clawmost/mm-inbox';
import type { AdoptionLifecycle } from './host-turn.ts';
import { type DispatchEnd, outcomeOf } from './outcome.ts';

/** What is heard of the answers of a turn while it lasts. */
export interface AnswerTrace {
  delivered: number;
  failed: number;
  /** Whether the host said, before it had begun a turn, that none could be had. */
  refused: boolean;
}

/** A turn that is handed to the host. */
export interface HandOver {
  readonly turn: InboxTurn;
  /** Whether the host takes the post at once, past whatever runs, as it does with commands. */
  readonly atOnce: boolean;
  readonly answers: AnswerTrace;
  /** Hands it over; the result tells how it ended. */
  readonly dispatch: (lifecycle: AdoptionLifecycle) => Promise<{ readonly dispatchResult?: DispatchEnd } | object>;
  /** The host has put it off until the turn that runs is over. */
  readonly onPutOff: () => void;
  /** The host has made it its own. */
  readonly onAdopted: () => void;
}

/** A post that the host neither takes nor ends does not hold back the next one of its conversation for longer. */
const longestHandOverMs = 30_000;

/** A post that was put off and is never heard of again is taken for ended after so long. */
const longestDeferralMs = 6 * 60 * 60_000;

/**
 * Hands a post to the host and waits for its end, as the host's callbacks tell it.
 *
 * @throws the reason of the turn's signal, when the account is stopped before the end
 * @throws Error when the host puts the post off and then drops it
 */
export async function runTurn({ turn, atOnce, answers, dispatch, onPutOff, onAdopted }: HandOver): Promise<Outcome> {
  const settled = Promise.withResolvers<void>();
  const noted: Promise<void>[] = [];
  let adopted = false;
  let deferred = false;
  let abandoned = false;
  const late = setTimeout(turn.handedOver, longestHandOverMs);
  const taken = (): void => {
    clearTimeout(late);
    turn.handedOver();
  };
  if (atOnce) turn.handedOver();
  const lifecycle: AdoptionLifecycle = {
    // Not `exclusive`: with that the host would not put several queued posts into one turn, as `collect` asks for.
    admission: 'cancel-only',
    onAdopted: async () => {
      adopted = true;
      taken();
      onAdopted();
      noted.push(turn.adopted());
      await noted.at(-1);
    },
    onDeferred: () => {
      deferred = true;
      taken();
      onPutOff();
      return true;
    },
    onAbandoned: () => {
      abandoned = true;
      settled.resolve();
    },
    onSettled: settled.resolve,
  };
  try {
    const result = await orAborted(dispatch(lifecycle), turn.signal);
    const end = 'dispatchResult' in result ? (result.dispatchResult as DispatchEnd | undefined) : undefined;
    if (end?.deferredToActiveRun) await orAborted(withEnd(settled.promise, longestDeferralMs), turn.signal);
    await Promise.all(noted);
    // Handed over again, it has its turn, or the host leaves it out because somebody has said /stop since.
    if (abandoned && !adopted) throw new Error('OpenClaw put the post off and dropped it before its turn came');
    return outcomeOf({ adopted, deferred, ...answers }, end);
  } finally {
    clearTimeout(late);
  }
}

async function withEnd(promise: Promise<void>, ms: number): Promise<void> {
  const { promise: end, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([promise, end]);
  clearTimeout(timer);
}

async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
