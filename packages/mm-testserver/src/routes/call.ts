import type { IncomingHttpHeaders } from 'node:http';
import { invalidUrlParam } from '../errors.ts';
import type { Body } from '../http/read-body.ts';
import { isValidId } from '../ids.ts';
import type { Page } from '../world/pages.ts';
import type { World } from '../world/world.ts';

/**
 * Where a fault can keep a request back in the middle of acting; `undefined` when nothing does, and the route can act
 * all at once.
 */
export type Midway = () => Promise<void> | undefined;

/** A request that has found its route. */
export interface Call {
  readonly world: World;
  /** Who is calling; empty on routes that need no session, when there is none. */
  readonly userId: string;
  /** The token of the call; empty when there is none. */
  readonly token: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed body; `undefined` when there is none, when it is not JSON, and on routes that take files. */
  readonly body: unknown;
  /** The body as it came. */
  readonly rawBody: Body;
  readonly headers: IncomingHttpHeaders;
  readonly midway: Midway;
}

/** What a route answers. */
export interface Answer {
  /** @default 200 */
  readonly status?: number;
  /** Written as JSON, or as it is when it is a `Buffer`. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Names this state of what was asked for: a client that has it gets 304. */
  readonly etag?: string;
}

/** The answer of calls that have nothing to say. */
export const ok: Answer = { body: { status: 'OK' } };

/**
 * An id of the path.
 *
 * @throws {AppError} 400 when it has the wrong length; wrong characters do not get this far.
 */
export function idParam({ params }: Call, name: string): string {
  const id = params[name];
  if (!isValidId(id)) throw invalidUrlParam(name);
  return id;
}

/** The user of the path, where `me` stands for the caller. */
export function userParam(call: Call): string {
  return call.params['user_id'] === 'me' ? call.userId : idParam(call, 'user_id');
}

/** The page that is asked for: sizes above 200 are cut to that, and what is not a number is 60. */
export function pageOfCall({ query }: Call): Page {
  const page = wholeNumber(query.get('page'));
  const perPage = wholeNumber(query.get('per_page')) ?? wholeNumber(query.get('pageSize'));
  return { page: page ?? 0, perPage: Math.min(perPage ?? 60, 200) };
}

function wholeNumber(value: string | null): number | undefined {
  return value !== null && /^\+?\d+$/.test(value) ? Number(value) : undefined;
}
