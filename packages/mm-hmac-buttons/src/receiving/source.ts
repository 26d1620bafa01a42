import { createRanges, plainAddress } from './ranges.ts';
import type { InteractionRequest } from './request.ts';

/** Who may call, and through which proxies. */
export interface SourceRules {
  /** Addresses and ranges from which calls are accepted. */
  readonly allowedSources: readonly string[];
  /** Addresses and ranges of the proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
}

/** What became of looking at the sender. */
export interface SourceVerdict {
  /** Whether it may call. */
  readonly allowed: boolean;
  /** Who it is, for the log; `unknown` when the proxy did not say. */
  readonly address: string;
}

/** Makes the check of a request's sender. @throws TypeError for an entry that is no address and no range. */
export function createSourceCheck(rules: SourceRules): (request: InteractionRequest) => SourceVerdict {
  const isAllowed = createRanges(rules.allowedSources);
  const isTrusted = createRanges(rules.trustedProxies);
  return request => {
    const address = findClient(request, isTrusted);
    return { allowed: address !== undefined && isAllowed(address), address: address ?? 'unknown' };
  };
}

/**
 * The address of the client: from the right of `X-Forwarded-For`, the first that no trusted proxy has. A proxy that does
 * not say for whom it speaks leaves it unknown; taking the proxy's own address would let everybody in behind it.
 */
function findClient(request: InteractionRequest, isTrusted: (address: string) => boolean): string | undefined {
  const direct = plainAddress(request.remoteAddress ?? '');
  if (direct === undefined || !isTrusted(direct)) return direct;
  const header = request.headers['x-forwarded-for'];
  const hops = (typeof header === 'string' ? header : (header ?? []).join(',')).split(',').reverse();
  let client: string | undefined;
  for (const hop of hops) {
    client = plainAddress(withoutPort(hop.trim()));
    if (client === undefined || !isTrusted(client)) return client;
  }
  return client;
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(hop);
  if (bracketed !== null) return bracketed[1] ?? '';
  return /^[\d.]+:\d+$/.test(hop) ? hop.slice(0, hop.lastIndexOf(':')) : hop;
}
