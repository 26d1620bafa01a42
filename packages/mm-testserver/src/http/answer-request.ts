import type { IncomingMessage } from 'node:http';
import { AppError, errorBody, routeNotFound, sessionExpired } from '../errors.ts';
import { toJson } from '../json.ts';
import type { Answer } from '../routes/call.ts';
import type { Match, Router } from '../routes/router.ts';
import { userOfToken } from '../world/tokens.ts';
import { serverVersion, type World } from '../world/world.ts';
import { credentialsOf } from './credentials.ts';
import { parseJson, tooLarge } from './read-body.ts';

/** What goes back to the client. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Who was calling; empty for one who was not signed in. */
  readonly userId: string;
}

/** A request whose body has arrived. */
export interface HttpRequest extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  readonly body: string | typeof tooLarge;
}

/**
 * Answers one request, from the token to the last header.
 *
 * All at once: whoever is told of an event can rely on the answer being on its way, even if they stop the server.
 */
export function answerRequest(world: World, router: Router, request: HttpRequest): HttpAnswer {
  const { method = 'GET', url = '/' } = request;
  const [path = '/', search = ''] = url.split('?', 2);
  const match = router(method, path);
  if (!match) return unknownRoute(world, path);
  const query = new URLSearchParams(search);
  const credentials = credentialsOf(request.headers, query);
  const userId = (credentials && userOfToken(world, credentials.token)) ?? '';
  const requestId = world.newId();
  const headers = {
    'Content-Type': 'application/json',
    'X-Request-Id': requestId,
    'X-Version-Id': serverVersion(world),
    ...(method === 'GET' && { Expires: '0' }),
  };
  try {
    insistOnLength(world, url);
    const body = bodyOf(world, request);
    insistOnSession(match, userId, credentials?.inQuery ?? false);
    const token = credentials?.token ?? '';
    const answer = match.route.handle({ world, userId, token, params: match.params, query, body });
    return { ...rendered(answer, request), headers: { ...headers, ...headersOf(answer) }, userId };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { status: error.status, headers, body: toJson(errorBody(error, requestId)), userId };
  }
}

// Go guesses the type of an answer that names none, and takes this one for text.
function unknownRoute({ traits }: World, path: string): HttpAnswer {
  const type = traits.jsonTypeOnUnknownRoute ? 'application/json' : 'text/plain; charset=utf-8';
  return { status: 404, headers: { 'Content-Type': type }, body: toJson(routeNotFound(path)), userId: '' };
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

/** The largest body of which anything is read. */
export function maxBodyBytes({ traits, config }: World): number {
  return traits.maxBodyBytes ?? config.MaxFileSize + 512;
}

function bodyOf({ traits }: World, { body }: HttpRequest): unknown {
  if (body !== tooLarge) return parseJson(body);
  // Where only the file limit counts, such a body cannot be read, and is as good as malformed.
  if (traits.maxBodyBytes === undefined) return undefined;
  throw new AppError(413, 'api.context.request_body_too_large.app_error', 'The body is larger than this server takes.');
}

function headersOf({ headers, etag }: Answer): Record<string, string> {
  return { ...headers, ...(etag !== undefined && { Etag: etag }) };
}

function rendered({ status = 200, body, etag }: Answer, request: HttpRequest): { status: number; body: string } {
  const known = etag !== undefined && request.headers['if-none-match'] === etag;
  return known ? { status: 304, body: '' } : { status, body: toJson(body) };
}
