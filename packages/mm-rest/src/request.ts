import { createFetch, FetchError } from 'ofetch';
import { adviseOnSystemCode, shortenTlsMessage } from './advice.ts';
import { NetworkError, type RestError, UnexpectedResponseError } from './errors.ts';
import type { Fetch, ResolvedOptions } from './options.ts';
import { type CleanText, createCleanText, findSystemCode, rootMessage, withoutToken } from './redact.ts';

/** Parameters of a query string; those that are `undefined` are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** What is sent in a request. */
export interface Payload {
  /** The `Content-Type`. */
  readonly type: string;
  /** Called for each attempt. */
  readonly open: () => string | Blob | ReadableStream<Uint8Array>;
  /** How many bytes a stream has, when that is known; `fetch` counts those of everything else. */
  readonly length?: number;
}

/** A request with everything decided. */
export interface Outgoing {
  /** Its name in errors and the log, such as `POST /posts`. */
  readonly label: string;
  readonly method: string;
  readonly path: string;
  readonly query: Query | undefined;
  readonly payload: Payload | undefined;
}

/** Sends a request once; resolves to an answer of any status, whose body is not read yet. */
export type SendOnce = (outgoing: Outgoing, signal: AbortSignal) => Promise<Response>;

/** Only this file knows which HTTP library is used, and only from here a call leaves. */
export function createSendOnce(options: ResolvedOptions): SendOnce {
  const authorization = `Bearer ${options.token}`;
  return async ({ label, method, path, query, payload }, signal) => {
    const headers: Record<string, string> = { accept: 'application/json', authorization };
    if (payload !== undefined) headers['content-type'] = payload.type;
    if (payload?.length !== undefined) headers['content-length'] = String(payload.length);
    // One for each call: making it costs less than getting the headers out of what ofetch wraps them in.
    const { raw } = createFetch({
      fetch: (input, init) => options.fetch(String(input), standardFields(init ?? {}, headers)),
      defaults,
    });
    const url = options.apiRoot + path;
    const response = await raw(url, { method, signal, ...(query && { query }), body: payload?.open() ?? null }).catch(
      error => {
        throw connectionError(error, label, options.token);
      },
    );
    if (!isRedirect(response)) return response;
    response.body?.cancel().catch(() => {});
    throw redirectError(response, url, path, label, createCleanText(options.token));
  };
}

/** Without these, ofetch retries a 429 at once, turns broken JSON into a text and leaves the body without a deadline. */
const defaults = { retry: false, responseType: 'stream', ignoreResponseError: true, redirect: 'manual' } as const;

/** Leaves out the fields that ofetch adds for itself, so that a caller's own `fetch` gets standard fields only. */
function standardFields(
  { method, body, redirect, signal, duplex }: RequestInit,
  headers: Record<string, string>,
): Parameters<Fetch>[1] {
  const fields: RequestInit = { headers };
  if (method !== undefined) fields.method = method;
  if (redirect !== undefined) fields.redirect = redirect;
  if (signal != null) fields.signal = signal;
  if (body != null) fields.body = body;
  if (duplex !== undefined) fields.duplex = duplex;
  // Otherwise Node keeps a copy of all that is sent, for a redirect that is not followed anyway.
  if (body instanceof ReadableStream) Object.assign(fields, { redirect: 'error', window: null });
  return fields;
}

const redirectAdvice = 'is baseUrl the final address, or does a proxy ask for a sign-in?';

/** Whether an answer leads elsewhere. Outside of Node, `fetch` hides the status of such an answer. */
function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(status);
}

/** Says where a redirect leads, without its query, and which `baseUrl` would avoid it. */
function redirectError(response: Response, url: string, path: string, label: string, cleanText: CleanText): RestError {
  const { status, headers } = response;
  const location = headers.get('location') ?? '';
  const { origin, pathname } = new URL(URL.canParse(location, url) ? location : '', url);
  const target = origin + pathname;
  const route = `/api/v4${path}`;
  const advice =
    target !== url && target.endsWith(route) ? `set baseUrl to ${target.slice(0, -route.length)}` : redirectAdvice;
  const to = location === '' ? '' : ` to ${target}`;
  const message = cleanText(`the server redirects (${status})${to}, which is not followed: ${advice}`);
  return new UnexpectedResponseError(message, label, { found: 'redirect', status: status === 0 ? undefined : status });
}

/** Makes the error for a connection that broke: while it was made, while we sent, or in the middle of a body. */
export function connectionError(error: unknown, label: string, token: string): RestError {
  const cause = withoutToken(error instanceof FetchError ? error.cause : error, token);
  const cleanText = createCleanText(token);
  const reason = shortenTlsMessage(rootMessage(cause));
  // A `fetch` of the caller's may refuse redirects by itself; there is no code for that, only this word.
  if (/redirect/i.test(reason)) {
    const message = `the server redirects, which is not followed: ${redirectAdvice}`;
    return new UnexpectedResponseError(message, label, { found: 'redirect', status: undefined, cause });
  }
  const systemCode = findSystemCode(cause);
  const advice = adviseOnSystemCode(systemCode);
  const detail = systemCode === undefined || reason.includes(systemCode) ? reason : `${reason} (${systemCode})`;
  const message = `the connection failed: ${cleanText(detail)}${advice === undefined ? '' : `; ${advice}`}`;
  return new NetworkError(message, label, { cause, systemCode });
}
