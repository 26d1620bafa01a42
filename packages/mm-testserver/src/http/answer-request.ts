import type { IncomingMessage } from 'node:http';
import { AppError, errorBody, routeNotFound, sessionExpired } from '../errors.ts';
import { toJson } from '../json.ts';
import { parseJson } from '../json-reading.ts';
import type { Answer, Midway } from '../routes/call.ts';
import type { Match } from '../routes/router.ts';
import { userOfToken } from '../world/tokens.ts';
import { serverVersion, type World } from '../world/world.ts';
import { type Credentials, credentialsOf } from './credentials.ts';
import { type HeaderValues, limitExceeded, mergedHeaders } from './limit-exceeded.ts';
import type { Limited, RateLimiter, Verdict } from './rate-limiter.ts';
import type { Body } from './read-body.ts';

/** An answer, ready to be written. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: HeaderValues;
  readonly body: string | Buffer;
  /** The caller; empty without a valid session. */
  readonly userId: string;
}

/** A request with its whole body. */
export interface HttpRequest extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  /** The route of the request; `undefined` for an unknown one. */
  readonly match: Match | undefined;
  readonly body: Body;
  readonly remoteAddress: string;
  readonly midway: Midway;
}

/** What the URL and the headers of a request say. */
interface RequestLine {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly credentials: Credentials | undefined;
  readonly token: string;
  readonly userId: string;
}

/**
 * Answers a request: checks its rate, its token and its body, and calls its route.
 *
 * Most routes answer synchronously, so that the answer is on its way when their events arrive: a test that has seen the
 * event can stop the server without losing the answer.
 */
export function answerRequest(
  world: World,
  limiter: RateLimiter | undefined,
  request: HttpRequest,
): HttpAnswer | Promise<HttpAnswer> {
  const line = requestLineOf(world, request);
  const { path, token, userId } = line;
  const verdict = limiter?.arrive(limitedBy(request, token));
  if (verdict?.denied) return limitExceeded([verdict]);
  if (!request.match) return unknownRoute(world, path, verdict);
  const verdicts = [verdict, token === '' ? undefined : limiter?.signedIn(userId)].filter(one => one !== undefined);
  const requestId = world.newId();
  const headers = {
    'Content-Type': 'application/json',
    'X-Request-Id': requestId,
    'X-Version-Id': serverVersion(world),
    ...(world.traits.nosniffHeader && { 'X-Content-Type-Options': 'nosniff' }),
    ...(request.method === 'GET' && { Expires: '0' }),
  };
  if (verdicts.some(({ denied }) => denied)) return limitExceeded(verdicts, headers);
  const common = mergedHeaders(headers, verdicts);
  const answered = (answer: Answer): HttpAnswer => ({
    ...rendered(answer, request),
    headers: { ...common, ...headersOf(answer) },
    userId,
  });
  const refused = (error: unknown): HttpAnswer => {
    if (!(error instanceof AppError)) throw error;
    return { status: error.status, headers: common, body: toJson(errorBody(error, requestId)), userId };
  };
  try {
    const answer = act(world, request, request.match, line);
    return answer instanceof Promise ? answer.then(answered).catch(refused) : answered(answer);
  } catch (error) {
    return refused(error);
  }
}

function requestLineOf(world: World, { url = '/', headers }: HttpRequest): RequestLine {
  const [path = '/', search = ''] = url.split('?', 2);
  const query = new URLSearchParams(search);
  const credentials = credentialsOf(headers, query);
  const { token = '' } = credentials ?? {};
  return { path, query, credentials, token, userId: userOfToken(world, token) ?? '' };
}

function act(world: World, request: HttpRequest, match: Match, line: RequestLine): Answer | Promise<Answer> {
  const { url = '/', headers, midway, body: rawBody } = request;
  const { query, credentials, token, userId } = line;
  insistOnLength(world, url);
  const body = bodyOf(world, request, match);
  insistOnSession(match, userId, credentials?.inQuery ?? false);
  const { params, route } = match;
  return route.handle({ world, userId, token, params, query, body, rawBody, headers, midway });
}

/** What the rate limiter needs of a request. */
export function limitedBy(
  { headers, remoteAddress }: Pick<HttpRequest, 'headers' | 'remoteAddress'>,
  token: string,
): Limited {
  return { token, remoteAddress, header: name => String(headers[name] ?? '') };
}

// Before 9.11 the server sets no content type here, and Go guesses text.
function unknownRoute({ traits }: World, path: string, verdict: Verdict | undefined): HttpAnswer {
  const type = traits.jsonTypeOnUnknownRoute ? 'application/json' : 'text/plain; charset=utf-8';
  const headers = mergedHeaders({ 'Content-Type': type }, verdict ? [verdict] : []);
  return { status: 404, headers, body: toJson(routeNotFound(path)), userId: '' };
}

function insistOnLength({ traits }: World, url: string): void {
  if (traits.maxUrlLength === undefined || url.length <= traits.maxUrlLength) return;
  throw new AppError(414, 'basic_security_check.url.too_long_error', 'The address is too long.');
}

function insistOnSession({ route }: Match, userId: string, inQuery: boolean): void {
  if (userId && inQuery) {
    throw new AppError(401, 'api.context.token_provided.app_error', 'A token in the query is for OAuth only.');
  }
  if (!userId && route.session !== false) throw sessionExpired();
}

/** A form has headers and boundaries around its file. */
const formBytes = 64 * 1_024;

/** How many bytes of a body the server reads. */
export function maxBodyBytes({ traits, config }: World, match: Match | undefined): number {
  if (match?.route.takesFiles) return config.MaxFileSize + formBytes;
  return traits.maxBodyBytes ?? config.MaxFileSize + 512;
}

function bodyOf({ traits }: World, { body }: HttpRequest, { route }: Match): unknown {
  if (route.takesFiles) return undefined;
  if (body.whole) return parseJson(body.content.toString('utf8'));
  // Before 9.11 the server treats a body that is too large like malformed JSON.
  if (traits.maxBodyBytes === undefined) return undefined;
  throw new AppError(413, 'api.context.request_body_too_large.app_error', 'The body is larger than this server takes.');
}

function headersOf({ headers, etag }: Answer): Record<string, string> {
  return { ...headers, ...(etag !== undefined && { Etag: etag }) };
}

function rendered(
  { status = 200, body, etag }: Answer,
  request: HttpRequest,
): { status: number; body: string | Buffer } {
  const known = etag !== undefined && request.headers['if-none-match'] === etag;
  if (known) return { status: 304, body: '' };
  return { status, body: Buffer.isBuffer(body) ? body : toJson(body) };
}
