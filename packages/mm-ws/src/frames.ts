import type { Broadcast, EventData, KnownEventName, ServerEvent } from './events.ts';

/** The answer to an action of ours. Replies have no `seq` of the stream and are never replayed. */
export interface Reply {
  /** Whether the server did it. */
  readonly ok: boolean;
  /** The `seq` that our action had. */
  readonly seqReply: number;
  /** What came back; `ping` brings `server_time`. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Mattermost's id for a refusal. Its text is left out on purpose: 5.37 puts the token into it. */
  readonly errorId?: string;
  /** The HTTP status that such a refusal has over REST; 401 for those who are not signed in. */
  readonly errorStatus?: number;
}

/** One message from the server, read. */
export type Frame =
  | { readonly kind: 'event'; readonly event: ServerEvent; readonly unreadField?: string }
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Reads one text message. Never throws: what cannot be read is said to be so. */
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

type Shape = 'object' | 'list' | 'list?';

/**
 * Every known event, with those of its fields that hold JSON in a string. (`user_updated.user` is an object on the
 * servers we read, so an object is accepted as it is.)
 */
const jsonFields: { readonly [Name in KnownEventName]: { readonly [Field in keyof EventData[Name]]?: Shape } } = {
  hello: {},
  posted: { post: 'object', mentions: 'list?', followers: 'list?' },
  post_edited: { post: 'object' },
  post_deleted: { post: 'object' },
  ephemeral_message: { post: 'object' },
  reaction_added: { reaction: 'object' },
  reaction_removed: { reaction: 'object' },
  typing: {},
  status_change: {},
  user_added: {},
  user_removed: {},
  direct_added: {},
  group_added: { teammate_ids: 'list' },
  channel_created: {},
  channel_updated: { channel: 'object' },
  channel_deleted: {},
  channel_restored: {},
  channel_converted: {},
  channel_member_updated: { channelMember: 'object' },
  added_to_team: {},
  leave_team: {},
  update_team: { team: 'object' },
  delete_team: { team: 'object' },
  new_user: {},
  user_updated: { user: 'object' },
};

type Fields = readonly (readonly [name: string, shape: Shape])[];

const fieldsOf: ReadonlyMap<string, Fields> = new Map(
  Object.entries(jsonFields).map(([name, fields]) => [name, Object.entries<Shape>(fields)]),
);

/** Whether events of this name have a type, and so listeners of their own. */
export function isKnown(name: string): name is KnownEventName {
  return fieldsOf.has(name);
}

function readEvent(name: string, frame: Record<string, unknown>): Frame {
  const seq = frame['seq'];
  if (!Number.isSafeInteger(seq)) return { kind: 'unreadable', why: 'an event without a number' };
  const data = isRecord(frame['data']) ? frame['data'] : {};
  const broadcast = readBroadcast(frame['broadcast']);
  const fields = fieldsOf.get(name);
  const unreadField = fields && (name === 'posted' ? readPosted(data) : readFields(data, fields));
  const known = fields !== undefined && unreadField === undefined;
  const event = { known, event: name, data, broadcast, seq } as ServerEvent;
  return unreadField === undefined ? { kind: 'event', event } : { kind: 'event', event, unreadField };
}

/** Puts what the strings in `data` hold in their place; leaves all as it came when there is one that cannot be read. */
function readFields(data: Record<string, unknown>, fields: Fields): string | undefined {
  const values: unknown[] = [];
  for (const [field, shape] of fields) {
    const value = readNested(data[field]);
    if (!fits(value, shape)) return field;
    values.push(value);
  }
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at]?.[0];
    if (field !== undefined && values[at] !== undefined) data[field] = values[at];
  }
  return undefined;
}

/** As `readFields` does. Nothing comes as often as posts, and the engine finds fields faster by names that are fixed. */
function readPosted(data: Record<string, unknown>): string | undefined {
  const post = readNested(data['post']);
  if (!isRecord(post)) return 'post';
  const mentions = readNested(data['mentions']);
  if (!fits(mentions, 'list?')) return 'mentions';
  const followers = readNested(data['followers']);
  if (!fits(followers, 'list?')) return 'followers';
  data['post'] = post;
  if (mentions !== undefined) data['mentions'] = mentions;
  if (followers !== undefined) data['followers'] = followers;
  return undefined;
}

function fits(value: unknown, shape: Shape): boolean {
  if (shape === 'object') return isRecord(value);
  return isListOfTexts(value) || (shape === 'list?' && value === undefined);
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

/** Complete, as Mattermost sends it: then there is no need for a copy. */
function isBroadcast(value: unknown): value is Broadcast {
  return isRecord(value) && 'omit_users' in value && 'user_id' in value && 'channel_id' in value && 'team_id' in value;
}

/** What the JSON in a string says; `null` when it is none. */
function readNested(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}
