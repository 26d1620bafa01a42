import { processShared } from '../host/process-shared.ts';
import type { PairingWatch } from './watch.ts';

const watches = processShared('pairing-watches', () => new Map<string, PairingWatch>());

/** Makes an account's watch known to OpenClaw's notifications for as long as it runs. */
export function registerWatch(accountId: string, watch: PairingWatch): void {
  watches.set(accountId, watch);
  const forget = () => {
    if (watches.get(accountId) === watch) watches.delete(accountId);
  };
  watch.done.then(forget, forget);
}

/** The watch of a running account; `undefined` in a process that does not run it. */
export function runningWatch(accountId: string): PairingWatch | undefined {
  return watches.get(accountId);
}
