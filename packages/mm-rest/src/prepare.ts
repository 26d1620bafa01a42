import type { Plan } from './call.ts';
import { checkNames } from './check-names.ts';
import { describeValue } from './describe-value.ts';
import type { Lane } from './lanes.ts';
import { type CallOptions, checkCall, type ResolvedOptions } from './options.ts';
import { checkPath } from './path.ts';
import type { CleanText } from './redact.ts';
import type { Outgoing, Payload, Query } from './request.ts';
import { anySchema, type Schema } from './schema.ts';
import type { RouteRequest } from './send.ts';

/** A call of any route. */
export interface RestRequest<T> {
  /** The HTTP method; Mattermost answers 404, not 405, to a wrong one. */
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The route below `/api/v4`, such as `/users/me`. Build it with the `path` tag when names or ids are part of it. */
  path: string;
  /** Parameters of the query string. An empty text is refused: Mattermost ignores the parameter then. */
  query?: Query | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /**
   * Whether making the call twice does no harm, so that it may be retried when its answer was lost.
   * @default true for GET, false for everything else
   */
  idempotent?: boolean | undefined;
  /** Which calls go first when the server limits them. @default `read` for GET, `final` for everything else */
  lane?: Lane | undefined;
  /**
   * Checks the answer; an empty body reaches it as `undefined`. Without one, the answer is any JSON, as `unknown`.
   * @default none
   */
  schema?: Schema<T> | undefined;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Checks a call of any route before anything is sent. @throws TypeError that names the field and what was expected */
export function checkRequest<T>(request: RestRequest<T>): RouteRequest<T> {
  checkNames(request, ['method', 'path', 'query', 'body', 'idempotent', 'lane', 'schema']);
  const { method, schema = anySchema as Schema<T> } = request;
  if (!methods.includes(method)) {
    throw new TypeError(`method: expected one of ${methods.join(', ')}, got ${describeValue(method)}`);
  }
  if (typeof schema?.['~standard']?.validate !== 'function') {
    throw new TypeError(`schema: expected one of a Standard Schema library, got ${describeValue(schema)}`);
  }
  return { ...request, path: checkPath(request.path), schema };
}

/** A call as the routes of this package describe it. */
export interface RouteCall extends Omit<RestRequest<unknown>, 'schema'> {
  /** For a new post: the id by which the server recognises it, so that the call can be retried for a while. */
  pendingPostId?: string | undefined;
  /** A call that carries a file gets more time. */
  carriesFile?: boolean | undefined;
  /** Sent instead of `body`. */
  payload?: (Payload & { readonly once: boolean }) | undefined;
}

/** The `timeoutMs` of calls that carry files. */
const fileTimeoutMs = 300_000;

/** Checks a call and decides everything about it that does not depend on the server. */
export function prepare(
  route: RouteCall,
  call: CallOptions,
  options: ResolvedOptions,
  cleanText: CleanText,
): { plan: Plan; outgoing: Outgoing } {
  checkCall(call);
  const { method, path, query, body, idempotent = method === 'GET', pendingPostId } = route;
  const name = `${method} ${path}`;
  const label = cleanText(name);
  const lane = call.lane ?? route.lane ?? (method === 'GET' ? 'read' : 'final');
  const edits = idempotent && (method === 'PUT' || method === 'PATCH') ? name : undefined;
  // The next preview or sign of typing is about to come anyway, and a late one could undo a newer one.
  const isPerishable = lane === 'typing' || (lane === 'preview' && edits !== undefined);
  const timeoutMs = call.timeoutMs ?? (route.carriesFile ? fileTimeoutMs : options.timeoutMs);
  const json = JSON.stringify(body);
  return {
    plan: {
      label,
      lane,
      edits,
      pendingPostId,
      retryable: pendingPostId !== undefined ? 'while-id-is-known' : idempotent ? 'always' : 'never',
      maxAttempts: isPerishable || route.payload?.once ? 1 : (call.maxAttempts ?? options.maxAttempts),
      timeoutMs,
      attemptTimeoutMs: call.attemptTimeoutMs ?? (route.carriesFile ? timeoutMs : options.attemptTimeoutMs),
      isUpload: route.payload !== undefined,
      signal: call.signal,
    },
    outgoing: {
      label,
      method,
      path,
      query: query && checkQuery(query),
      payload: route.payload ?? (json === undefined ? undefined : { type: 'application/json', open: () => json }),
    },
  };
}

/** Mattermost ignores an empty parameter: with an empty `in_team` it lists the users of all teams. */
function checkQuery(query: Query): Query {
  for (const [name, value] of Object.entries(query)) {
    if (value === '') throw new TypeError(`${name}: expected a value, or none at all to mean "any", got an empty text`);
  }
  return query;
}
