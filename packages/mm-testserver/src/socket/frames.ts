import { type AppError, type ErrorBody, errorBody } from '../errors.ts';
import { isObject, toJson } from '../json.ts';
import type { Traits } from '../traits.ts';
import type { WorldEvent } from '../world/events.ts';

/** A request of a client. */
export interface SocketRequest {
  readonly seq: number;
  readonly action: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The reply to a request. It has no sequence number. */
export interface SocketReply {
  readonly status: 'OK' | 'FAIL';
  readonly seq_reply?: number;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly error?: ErrorBody;
}

/** Parses a request; `undefined` when it is invalid, after which the server drops the connection. */
export function parseRequest(text: string): SocketRequest | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(parsed)) return undefined;
  const { seq = 0, action = '', data = {} } = parsed;
  if (!Number.isInteger(seq) || typeof action !== 'string' || !isObject(data ?? {})) return undefined;
  return { seq: Number(seq), action, data: isObject(data) ? data : {} };
}

/** The reply to a request that succeeded. */
export function okReply(seq: number, data?: Readonly<Record<string, unknown>>): string {
  return toJson({ status: 'OK', ...(seq > 0 && { seq_reply: seq }), ...(data && { data }) } satisfies SocketReply);
}

/** The reply to a request that failed. */
export function failReply(seq: number, error: AppError): string {
  return toJson({
    status: 'FAIL',
    ...(seq > 0 && { seq_reply: seq }),
    error: errorBody(error),
  } satisfies SocketReply);
}

/** The frame of an event on one connection. */
export function eventFrame(traits: Traits, { event, data, broadcast }: WorldEvent, seq: number): string {
  const { omit_users, user_id, channel_id, team_id, ...marks } = broadcast;
  const shown = {
    omit_users,
    user_id,
    channel_id,
    team_id,
    ...(traits.connectionIdInBroadcast !== 'none' && { connection_id: '' }),
    ...(traits.connectionIdInBroadcast === 'both' && { omit_connection_id: '' }),
    ...marks,
  };
  return toJson({ event, data, broadcast: shown, seq });
}
