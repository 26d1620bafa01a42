import { setTimeout as sleep } from 'node:timers/promises';
import { processShared } from '../host/process-shared.ts';
import type { ReadyAccount } from '../server/ready-account.ts';

const running = processShared('running-accounts', () => new Map<string, ReadyAccount>());

/** Makes an account known as running until the returned function is called. */
export function registerRunning(account: ReadyAccount): () => void {
  running.set(account.accountId, account);
  return () => {
    if (running.get(account.accountId) === account) running.delete(account.accountId);
  };
}

/** How long a send waits for an account that is just being started. */
const startMs = 60_000;

/**
 * Resolves to a running account. Right after a start, or while a change of the configuration restarts it, this takes a
 * moment.
 *
 * @throws Error when the account does not run
 */
export async function whenRunning(accountId: string, signal?: AbortSignal): Promise<ReadyAccount> {
  // Not the time of day: a clock that is set back must not prolong the wait.
  const until = performance.now() + startMs;
  for (;;) {
    const account = running.get(accountId);
    if (account && !account.signal.aborted) return account;
    if (performance.now() > until) {
      throw new Error(
        `The Mattermost account "${accountId}" is not running, so nothing was sent. "openclaw channels status" says why.`,
      );
    }
    await sleep(250, undefined, { signal });
  }
}
