import type { IncomingHttpHeaders } from 'node:http';
import { invalidUrlParam } from '../errors.ts';
import type { Body } from '../http/read-body.ts';
import { isValidId } from '../ids.ts';
import type { Page } from '../world/pages.ts';
import type { World } from '../world/world.ts';

/** Waits for a fault that holds a request in the middle; `undefined` without one, so that the route can go on at once. */
export type Midway = () => Promise<void> | undefined;

/** A request for a route. */
export interface Call {
  readonly world: World;
  /** The caller; empty on routes that need no session, when there is none. */
  readonly userId: string;
  /** The caller's token; empty without one. */
  readonly token: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed body; `undefined` without one, when it is not JSON, and on routes that take files. */
  readonly body: unknown;
  /** The bytes of the body. */
  readonly rawBody: Body;
  readonly headers: IncomingHttpHeaders;
  readonly midway: Midway;
}

/** The answer of a route. */
export interface Answer {
  /** @default 200 */
  readonly status?: number;
  /** A value to write as JSON, or the bytes. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The version of the answer: a client that has it already gets 304. */
  readonly etag?: string;
}

/** The answer without content. */
export const ok: Answer = { body: { status: 'OK' } };

/**
 * Reads an id from the path.
 *
 * @throws {AppError} 400 when it has the wrong length; with wrong characters, no route matches.
 */
export function idParam({ params }: Call, name: string): string {
  const id = params[name];
  if (!isValidId(id)) throw invalidUrlParam(name);
  return id;
}

/** Reads a user id from the path, where `me` means the caller. */
export function userParam(call: Call): string {
  return call.params['user_id'] === 'me' ? call.userId : idParam(call, 'user_id');
}

/** Reads `page` and `per_page`: at most 200, and 60 when it is not a number. */
export function pageOfCall({ query }: Call): Page {
  const page = wholeNumber(query.get('page'));
  const perPage = wholeNumber(query.get('per_page')) ?? wholeNumber(query.get('pageSize'));
  return { page: page ?? 0, perPage: Math.min(perPage ?? 60, 200) };
}

function wholeNumber(value: string | null): number | undefined {
  return value !== null && /^\+?\d+$/.test(value) ? Number(value) : undefined;
}
