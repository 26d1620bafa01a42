import type { PairingWatch } from './watch.ts';

/** Under which name the watches are shared: the host loads this module several times into one process. */
const place = Symbol.for('@clawmost/openclaw-mattermost/pairing-watches');

function watches(): Map<string, PairingWatch> {
  const shared = globalThis as { [place]?: Map<string, PairingWatch> };
  shared[place] ??= new Map();
  return shared[place];
}

/** Makes an account's watch known to the host's notifications for as long as it runs. */
export function registerWatch(accountId: string, watch: PairingWatch): void {
  watches().set(accountId, watch);
  const forget = () => {
    if (watches().get(accountId) === watch) watches().delete(accountId);
  };
  watch.done.then(forget, forget);
}

/** The watch of a running account; `undefined` in a process that does not run it. */
export function runningWatch(accountId: string): PairingWatch | undefined {
  return watches().get(accountId);
}
