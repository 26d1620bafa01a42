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

/** What goes back to the client. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: HeaderValues;
  readonly body: string | Buffer;
  /** Who was calling; empty for one who was not signed in. */
  readonly userId: string;
}

/** A request whose body has arrived. */
export interface HttpRequest extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  /** The route that it asks for; `undefined` for none. */
  readonly match: Match | undefined;
  readonly body: Body;
  readonly remoteAddress: string;
  readonly midway: Midway;
}

/** Who asks, and for what. */
interface Asking {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly credentials: Credentials | undefined;
  readonly token: string;
  readonly userId: string;
}

/**
 * Answers one request, from the token to the last header.
 *
 * All at once, unless a route must ask somebody else: whoever is told of an event can rely on the answer being on its
 * way, even if they stop the server.
 */
export function answerRequest(
  world: World,
  limiter: RateLimiter | undefined,
  request: HttpRequest,
): HttpAnswer | Promise<HttpAnswer> {
  const asking = askingOf(world, request);
  const { path, token, userId } = asking;
  const verdict = limiter?.arrive(limitedBy(request, token));
  if (verdict?.denied) return limitExceeded([verdict]);
  if (!request.match) return unknownRoute(world, path, verdict);
  const verdicts = [verdict, token === '' ? undefined : limiter?.signedIn(userId)].filter(one => one !== undefined);
  const requestId = world.newId();
  const headers = {
    'Content-Type': 'application/json',
    'X-Request-Id': requestId,
    'X-Version-Id': serverVersion(world),
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
    const answer = act(world, request, request.match, asking);
    return answer instanceof Promise ? answer.then(answered).catch(refused) : answered(answer);
  } catch (error) {
    return refused(error);
  }
}

function askingOf(world: World, { url = '/', headers }: HttpRequest): Asking {
  const [path = '/', search = ''] = url.split('?', 2);
  const query = new URLSearchParams(search);
  const credentials = credentialsOf(headers, query);
  const { token = '' } = credentials ?? {};
  return { path, query, credentials, token, userId: userOfToken(world, token) ?? '' };
}

function act(world: World, request: HttpRequest, match: Match, asking: Asking): Answer | Promise<Answer> {
  const { url = '/', headers, midway, body: rawBody } = request;
  const { query, credentials, token, userId } = asking;
  insistOnLength(world, url);
  const body = bodyOf(world, request, match);
  insistOnSession(match, userId, credentials?.inQuery ?? false);
  const { params, route } = match;
  return route.handle({ world, userId, token, params, query, body, rawBody, headers, midway });
}

/** What the rate limiter looks at. */
export function limitedBy(
  { headers, remoteAddress }: Pick<HttpRequest, 'headers' | 'remoteAddress'>,
  token: string,
): Limited {
  return { token, remoteAddress, header: name => String(headers[name] ?? '') };
}

// Go guesses the type of an answer that names none, and takes this one for text.
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

/** Beside the file itself, a form has its own lines. */
const formBytes = 64 * 1_024;

/** The largest body of which anything is read. */
export function maxBodyBytes({ traits, config }: World, match: Match | undefined): number {
  if (match?.route.takesFiles) return config.MaxFileSize + formBytes;
  return traits.maxBodyBytes ?? config.MaxFileSize + 512;
}

function bodyOf({ traits }: World, { body }: HttpRequest, { route }: Match): unknown {
  if (route.takesFiles) return undefined;
  if (body.whole) return parseJson(body.content.toString('utf8'));
  // Where only the file limit counts, such a body cannot be read, and is as good as malformed.
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
