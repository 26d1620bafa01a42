import { createRanges, plainAddress } from '../../../../common/callbacks/ranges.ts';
import type { InteractionRequest } from './request.ts';

/** The senders that may call, and the proxies that may forward their calls. */
export interface SourceRules {
  /** Addresses and ranges of allowed senders. */
  readonly allowedSources: readonly string[];
  /** Addresses and ranges of the proxies whose `X-Forwarded-For` counts. */
  readonly trustedProxies: readonly string[];
}

/** The result of checking a request's sender. */
export interface SourceVerdict {
  /** Whether it may call. */
  readonly allowed: boolean;
  /** The sender's address; `undefined` when a proxy did not report it. */
  readonly address: string | undefined;
}

/** Makes the check of a request's sender. @throws TypeError for an entry that is neither an address nor a range. */
export function createSourceCheck(rules: SourceRules): (request: InteractionRequest) => SourceVerdict {
  const isAllowed = createRanges('allowedSources', rules.allowedSources);
  const isTrusted = createRanges('trustedProxies', rules.trustedProxies);
  return request => {
    const address = findClient(request, isTrusted);
    return { allowed: address !== undefined && isAllowed(address), address };
  };
}

/**
 * The address of the client: the last entry of `X-Forwarded-For` that is not a trusted proxy. When a trusted proxy sends
 * no such header, the client is unknown: with the proxy's own address, all clients behind it would be allowed.
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
