import { jsonFields, type KnownEventName } from './events/catalogue.ts';
import { isRecord, type ReadField, unreadable } from './events/fields.ts';
import type { Broadcast, ServerEvent } from './events/server-event.ts';

/** The server's reply to an action of ours. Replies have no `seq` of the stream and are never replayed. */
export interface Reply {
  /** Whether the server did it. */
  readonly ok: boolean;
  /** The `seq` that our action had. */
  readonly seqReply: number;
  /** What the server returned; `ping` brings `server_time`. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Mattermost's id for a refusal. Its text is left out on purpose: 5.37 puts the token into it. */
  readonly errorId?: string;
  /** The HTTP status that such a refusal has over REST; 401 for a connection that is not signed in. */
  readonly errorStatus?: number;
}

/** One message from the server, read. */
export type Frame =
  | { readonly kind: 'event'; readonly event: ServerEvent; readonly unreadField?: string }
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Reads one text message. Never throws: a message that cannot be read gives `unreadable`. */
export function parseFrame(text: string): Frame {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', why: 'not JSON' };
  }
  if (!isRecord(frame)) return { kind: 'unreadable', why: 'not an object' };
  if (typeof frame['event'] === 'string') return readEvent(frame['event'], frame);
  if (typeof frame['status'] === 'string') return readReply(frame);
  return { kind: 'unreadable', why: 'neither an event nor a reply' };
}

type Fields = readonly { readonly name: string; readonly read: ReadField<unknown> }[];

const fieldsOf: ReadonlyMap<string, Fields> = new Map(
  Object.entries(jsonFields).map(([event, fields]) => [
    event,
    Object.entries<ReadField<unknown>>(fields).map(([name, read]) => ({ name, read })),
  ]),
);

/** Whether events of this name have a type, and so listeners of their own. */
export function isKnownEvent(name: string): name is KnownEventName {
  return fieldsOf.has(name);
}

function readEvent(name: string, frame: Record<string, unknown>): Frame {
  const seq = frame['seq'];
  if (!Number.isSafeInteger(seq)) return { kind: 'unreadable', why: 'an event without a number' };
  const data = isRecord(frame['data']) ? frame['data'] : {};
  const broadcast = readBroadcast(frame['broadcast']);
  const fields = fieldsOf.get(name);
  const unreadField = fields && readFields(data, fields);
  const known = fields !== undefined && unreadField === undefined;
  const event = { known, event: name, data, broadcast, seq } as ServerEvent;
  return unreadField === undefined ? { kind: 'event', event } : { kind: 'event', event, unreadField };
}

/**
 * Replaces the JSON strings in `data` by what they hold. When one of them cannot be read, returns its name and leaves
 * all of them as they came.
 */
function readFields(data: Record<string, unknown>, fields: Fields): string | undefined {
  const values: unknown[] = [];
  for (const { name, read } of fields) {
    const value = read(parseNested(data[name]));
    if (value === unreadable) return name;
    values.push(value);
  }
  for (let at = 0; at < values.length; at += 1) {
    const name = fields[at]?.name;
    if (name !== undefined && values[at] !== undefined) data[name] = values[at];
  }
  return undefined;
}

function readReply(frame: Record<string, unknown>): Frame {
  const error = isRecord(frame['error']) ? frame['error'] : {};
  return {
    kind: 'reply',
    reply: {
      ok: frame['status'] === 'OK',
      seqReply: typeof frame['seq_reply'] === 'number' ? frame['seq_reply'] : 0,
      data: isRecord(frame['data']) ? frame['data'] : {},
      ...(typeof error['id'] === 'string' && { errorId: error['id'] }),
      ...(typeof error['status_code'] === 'number' && { errorStatus: error['status_code'] }),
    },
  };
}

function readBroadcast(value: unknown): Broadcast {
  if (isBroadcast(value)) return value;
  const everywhere = { omit_users: null, user_id: '', channel_id: '', team_id: '' };
  return isRecord(value) ? { ...everywhere, ...value } : everywhere;
}

/** Whether it is complete, as Mattermost sends it; then no copy is needed. */
function isBroadcast(value: unknown): value is Broadcast {
  return isRecord(value) && 'omit_users' in value && 'user_id' in value && 'channel_id' in value && 'team_id' in value;
}

/** The JSON in a string, parsed; `null` when it is not JSON. */
function parseNested(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}
