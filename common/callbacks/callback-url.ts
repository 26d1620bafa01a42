import { isIP } from 'node:net';
import { leadsToPlugins } from './plugins-path.ts';
import { createRanges, internalRanges, loopbackRanges } from './ranges.ts';

/** What is wrong with a callback URL; stable across releases, so safe to switch on. */
export type CallbackUrlProblemCode =
  /** Not a full `http://` or `https://` address that Mattermost can parse. */
  | 'not-absolute'
  /** It carries a user name or password, which everybody could read who can read the post or the command. */
  | 'credentials'
  /** Its path leads to `/plugins…`: the server would send the session token of the person who clicks. */
  | 'plugins-path'
  /** It points to the Mattermost server's own machine, while that server is on another machine than this process. */
  | 'loopback'
  /** Anyone on the network could read and change the calls, and read the token of a command. */
  | 'plain-http'
  /** Mattermost calls such an address only if its settings allow it. */
  | 'internal-address'
  /** It is the Mattermost server's own address. */
  | 'server-itself';

/** One problem of a callback URL. */
export interface CallbackUrlProblem {
  /** The problem, for a `switch`. */
  readonly code: CallbackUrlProblemCode;
  /** Never publish a URL with an `error`. A `warning` can be right in some networks. */
  readonly severity: 'error' | 'warning';
  /** The problem and the fix, for people. */
  readonly message: string;
}

/** The result of {@link checkCallbackUrl}. */
export interface CallbackUrlVerdict {
  /** Whether no problem is an `error`. */
  readonly usable: boolean;
  /** All problems, errors first. */
  readonly problems: readonly CallbackUrlProblem[];
}

/** What you know about the Mattermost server that will call. */
export interface CallbackUrlContext {
  /** The server's address, with its sub-path. It decides whether a loopback address and a sub-path are right. */
  serverUrl?: string | undefined;
}

/** Checks the address that Mattermost will call for clicks, dialogs or slash commands. It does not call it. */
export function checkCallbackUrl(callbackUrl: string, context: CallbackUrlContext = {}): CallbackUrlVerdict {
  const problems = [...findProblems(callbackUrl, context.serverUrl)];
  return { usable: problems.every(({ severity }) => severity !== 'error'), problems };
}

/**
 * @param CallbackUrlError the error of the package that is given the address
 * @throws CallbackUrlError for an address that must not be published.
 */
export function requireUsableCallbackUrl(callbackUrl: string, CallbackUrlError: new (message: string) => Error): void {
  const problem = checkCallbackUrl(callbackUrl).problems.find(({ severity }) => severity === 'error');
  if (problem !== undefined) throw new CallbackUrlError(`callbackUrl: ${problem.message}`);
}

function* findProblems(callbackUrl: string, serverUrl: string | undefined): Generator<CallbackUrlProblem> {
  const url = readUrl(callbackUrl);
  if (url === undefined) {
    yield problem('not-absolute', 'error', 'must be a full address that begins with https:// or http://');
    return;
  }
  if (url.username !== '' || url.password !== '') {
    yield problem(
      'credentials',
      'error',
      'must not contain a user name or password: the server saves and shows the address',
    );
  }
  const server = serverUrl === undefined ? undefined : readUrl(serverUrl);
  if (leadsToPlugins(rawPath(callbackUrl), server?.pathname)) {
    const why = 'Mattermost sends the session token of the person who clicks to such a path';
    yield problem('plugins-path', 'error', `must not lead to /plugins…: ${why}: choose another path`);
  }
  const host = hostOf(url);
  if (isLoopback(host)) {
    if (server !== undefined && !isLoopback(hostOf(server))) {
      const where = `${url.origin} is the Mattermost server's own machine, seen from ${server.origin}`;
      yield problem('loopback', 'warning', `${where}: use an address at which that server reaches this machine`);
    }
  } else if (url.protocol === 'http:') {
    yield problem('plain-http', 'warning', 'plain http between two machines can be read and changed: use https');
  }
  if (isInternal(host)) {
    const setting = 'ServiceSettings.AllowedUntrustedInternalConnections';
    yield problem('internal-address', 'warning', `Mattermost calls it only if ${setting} contains ${host}`);
  }
  if (server?.origin === url.origin) {
    const advice = 'use the address of the process that receives the calls, unless a proxy passes this path on to it';
    yield problem('server-itself', 'warning', `it is the address of the Mattermost server itself: ${advice}`);
  }
}

function problem(code: CallbackUrlProblemCode, severity: 'error' | 'warning', message: string): CallbackUrlProblem {
  return { code, severity, message };
}

function readUrl(text: string): URL | undefined {
  // `new URL` accepts these, Go does not.
  if (typeof text !== 'string' || /[\s\p{Cc}]/u.test(text) || /%(?![0-9a-f]{2})/i.test(text)) return undefined;
  if (!/^https?:\/\/[^/\\]/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text);
}

/** The path as it was written. `new URL` would resolve dots and backslashes; Go keeps them. */
function rawPath(url: string): string {
  const [path = ''] = url.replace(/^[a-z]+:\/\/[^/\\?#]*/i, '').split(/[?#]/, 1);
  return path.startsWith('/') ? path : `/${path}`;
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && loopback(host));
}

function isInternal(host: string): boolean {
  return isLoopback(host) || (isIP(host) !== 0 && internal(host));
}

const loopback = createRanges('loopbackRanges', loopbackRanges);
const internal = createRanges('internalRanges', internalRanges);
