import type { InboxStatus } from '@clawmost/mm-inbox';
import type { ChannelGatewayContext } from 'openclaw/plugin-sdk/channel-contract';
import { createAccountStatusSink } from 'openclaw/plugin-sdk/channel-outbound';
import { channelBlockedPatch, channelReadyPatch } from 'openclaw/plugin-sdk/gateway-runtime';
import type { AccountLog } from '../host/log.ts';
import type { AccountActivity, Hint } from '../server/account-activity.ts';
import { noteBlocked } from '../server/cannot-run.ts';
import type { Diagnosis } from '../server/diagnosis.ts';

/** Shows how an account is doing: in `openclaw channels status`, and failures also in the log. */
export interface AccountStatus {
  /** The account has started, and the server has not answered yet. */
  showConnecting(): void;
  /** Shows the state and the counters of the inbox. */
  showInbox(status: InboxStatus): void;
  /**
   * Shows a failure, and logs it once for as long as it stays the same. After a `terminal` one the account is `blocked`:
   * OpenClaw does not restart it by itself.
   */
  showFailure(diagnosis: Diagnosis): void;
  /** The connection works: the next failure is logged even if it is the same as the last one. */
  clearFailure(): void;
  /** Shows which Mattermost the server runs, `undefined` when it does not say it; returns whether that is news. */
  showServer(release: string | undefined): boolean;
  /** Shows what an operator should know although the account works, and logs each once. */
  showHints(hints: readonly Hint[]): void;
  /** Notes that the bot has posted something. */
  notePosted(): void;
}

/** Says in a few words what the inbox is doing. */
export function activityOf({ state, catchUp, since, why }: InboxStatus): string {
  switch (state) {
    case 'starting':
      return 'connecting';
    case 'catching-up':
      return catchUp.of === 0
        ? 'signed in, listing what was missed'
        : `catching up (${catchUp.done} of ${catchUp.of} channels)`;
    case 'recovering':
      return recoveringSince(since);
    case 'blocked':
      return `blocked: ${why ?? 'unknown'}`;
    default:
      return state;
  }
}

function recoveringSince(at: number): string {
  return `recovering since ${new Date(at).toISOString()}`;
}

/** Returns the status of an account, which writes into OpenClaw's snapshot of it. */
export function createAccountStatus(
  ctx: Pick<ChannelGatewayContext, 'accountId' | 'setStatus'>,
  log: Pick<AccountLog, 'error' | 'warn'>,
  now: () => number = Date.now,
): AccountStatus {
  const set = createAccountStatusSink(ctx) as (patch: object) => void;
  let isConnected = false;
  let isBlocked = false;
  let failingSince: number | undefined;
  let loggedFailure: string | undefined;
  const known = new Map<string, Hint>();
  let serverVersion: string | undefined;

  function showRecovering(why: string): void {
    failingSince ??= now();
    set({
      lifecycle: 'recovering',
      connected: false,
      lastError: why,
      lastDisconnect: { at: now(), error: why },
      activity: recoveringSince(failingSince),
    });
  }

  function showBlocked(why: string): void {
    isBlocked = true;
    noteBlocked(ctx.accountId, why);
    set({ ...channelBlockedPatch(why, { connected: false }), activity: `blocked: ${why}` });
  }

  return {
    showConnecting() {
      noteBlocked(ctx.accountId, undefined);
      set({ activity: 'connecting' });
    },
    showInbox(status) {
      const { state, lastEventAt, lastGap } = status;
      // The failure that blocked the account names the setting to change; the inbox does not.
      if (isBlocked && (state === 'stopped' || state === 'blocked')) return;
      const activity: AccountActivity = {
        activity: activityOf(status),
        queued: status.queued,
        handingOver: status.running,
        handedOver: status.released,
        deadLetters: status.dead,
        leftOut: status.leftOut.posts,
        lastGapAt: lastGap?.at,
        lastGapReason: lastGap?.reason,
      };
      const isConnectedNow = state === 'ready' || state === 'catching-up';
      set({
        ...(isConnectedNow && !isConnected && channelReadyPatch()),
        ...(lastEventAt !== undefined && { lastEventAt, lastInboundAt: lastEventAt }),
        ...activity,
      });
      isConnected = isConnectedNow;
      if (isConnected) failingSince = undefined;
    },
    showFailure({ line, terminal }) {
      const logged = terminal ? line : `${line} (trying again)`;
      if (logged !== loggedFailure) log.error(logged);
      loggedFailure = logged;
      if (terminal) showBlocked(line);
      else showRecovering(line);
    },
    clearFailure() {
      loggedFailure = undefined;
    },
    showServer(release = 'unknown') {
      if (release === serverVersion) return false;
      serverVersion = release;
      // OpenClaw prints `mode` in the line of an account, and other fields with `--json` alone.
      set({ serverVersion, mode: `Mattermost ${release}` });
      return true;
    },
    showHints(hints) {
      for (const { message, fix } of hints) {
        if (!known.has(message)) log.warn(`${message}: ${fix}`);
        known.set(message, { message, fix });
      }
      set({ hints: [...known.values()] });
    },
    notePosted: () => set({ lastOutboundAt: now() }),
  };
}

/** How often to look at the counters, which change with every post. */
const lookMs = 1_000;

/** Reports changes within a state, such as the time of the last event, until the signal aborts. */
export function reportStatusChanges(
  read: () => InboxStatus,
  report: (status: InboxStatus) => void,
  signal: AbortSignal,
): void {
  let reported = '';
  const timer = setInterval(() => {
    const status = read();
    const now = JSON.stringify(status);
    if (now !== reported) report(status);
    reported = now;
  }, lookMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
