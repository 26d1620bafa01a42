import type { AccountLog } from '../host/log.ts';
import { processShared } from '../host/process-shared.ts';
import type { CallbackRoute } from '../server/feature.ts';
import { pathPrefixes } from './paths.ts';

/** By path and account. OpenClaw loads this module more than once: one copy opens the routes, another one gets the calls. */
const openRoutesAt = processShared('callback-routes', () => new Map<string, Map<string, CallbackRoute>>());

/** The listener of a path; `undefined` while no account has an open route there. */
export function listenerAt(path: string): CallbackRoute['listener'] | undefined {
  const [route] = openRoutesAt.get(path)?.values() ?? [];
  return route?.listener;
}

/** Registers a path with OpenClaw that is not below one of `pathPrefixes`. */
export type RegisterPath = (path: string, accountId: string, log: AccountLog) => void;

/** Opens the routes of an account, and returns the function that closes them. */
export function openRoutes(
  { accountId, log }: { readonly accountId: string; readonly log: AccountLog },
  routes: readonly CallbackRoute[],
  registerPath: RegisterPath,
): () => void {
  for (const route of routes) {
    const open = openRoutesAt.get(route.path) ?? new Map<string, CallbackRoute>();
    openRoutesAt.set(route.path, open.set(accountId, route));
    const isBelowPrefix = pathPrefixes.some(prefix => route.path.startsWith(`${prefix}/`));
    if (!isBelowPrefix) registerPath(route.path, accountId, log);
  }
  return () => {
    for (const route of routes) {
      const open = openRoutesAt.get(route.path);
      // Another start of the account may have opened it again.
      if (open?.get(accountId) !== route) continue;
      open.delete(accountId);
      if (open.size === 0) openRoutesAt.delete(route.path);
    }
  };
}
