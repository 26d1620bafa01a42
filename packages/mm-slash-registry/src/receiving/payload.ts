/** A call as the server sent it. Nothing in it has been verified. */
export interface CommandPayload {
  readonly token: string;
  /** In lower case, without the `/`. */
  readonly trigger: string;
  readonly text: string;
  readonly userId: string;
  readonly userName: string;
  readonly channelId: string;
  readonly channelName: string;
  readonly teamId: string;
  readonly teamDomain: string;
  /** `undefined` when the server sent none: it does not say whether the command was typed in a thread. */
  readonly rootId: string | undefined;
  readonly triggerId: string;
  readonly responseUrl: string;
  readonly userMentions: readonly Mention[];
  readonly channelMentions: readonly Mention[];
}

/** A person or a channel that the text mentions. */
export interface Mention {
  /** The name as it is in the text, without its sign. */
  readonly name: string;
  /** The id. */
  readonly id: string;
}

/** The fields of a call by name, each with all its values. */
type Fields = ReadonlyMap<string, readonly string[]>;

/** The kinds of body that are read; `undefined` for any other. */
export function bodyKindOf(contentType: string | undefined): 'form' | 'json' | undefined {
  const [type = ''] = (contentType ?? '').split(';', 1);
  if (type.trim().toLowerCase() === 'application/x-www-form-urlencoded') return 'form';
  return type.trim().toLowerCase() === 'application/json' ? 'json' : undefined;
}

/** Reads a call; `undefined` for a body in another form, or in which a needed field is missing or doubled. */
export function readPayload(
  bytes: Uint8Array,
  kind: 'form' | 'json',
  headerToken: string | undefined,
): CommandPayload | undefined {
  const fields = kind === 'form' ? formFields(bytes) : jsonFields(bytes);
  if (!fields) return undefined;
  const isDoubled = [...fields].some(([name, values]) => values.length > 1 && !repeatable.has(name));
  if (isDoubled) return undefined;
  const one = (name: string): string => fields.get(name)?.[0] ?? '';
  const command = one('command').trim();
  const token = one('token') || (headerToken ?? '');
  const needed = [token, one('team_id'), one('channel_id'), one('user_id')];
  if (needed.includes('') || !/^\/\S/.test(command)) return undefined;
  const text = one('text');
  return {
    token,
    trigger: command.slice(1).toLowerCase(),
    text,
    userId: one('user_id'),
    userName: one('user_name'),
    channelId: one('channel_id'),
    channelName: one('channel_name'),
    teamId: one('team_id'),
    teamDomain: one('team_domain'),
    rootId: fields.get('root_id')?.[0],
    triggerId: one('trigger_id'),
    responseUrl: one('response_url'),
    userMentions: mentionsIn(text, '@', fields.get('user_mentions'), fields.get('user_mentions_ids')),
    channelMentions: mentionsIn(text, '~', fields.get('channel_mentions'), fields.get('channel_mentions_ids')),
  };
}

const repeatable: ReadonlySet<string> = new Set([
  'user_mentions',
  'user_mentions_ids',
  'channel_mentions',
  'channel_mentions_ids',
]);

/** The token of the header `Authorization: Token …`, which the server sends in addition to the field. */
export function headerTokenOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? /^Token +(\S+)$/i.exec(header.trim())?.[1] : undefined;
}

function formFields(bytes: Uint8Array): Fields | undefined {
  const text = decode(bytes);
  if (text === undefined) return undefined;
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) fields.set(name, [...(fields.get(name) ?? []), value]);
  return fields;
}

function jsonFields(bytes: Uint8Array): Fields | undefined {
  const text = decode(bytes);
  if (text === undefined) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const fields = new Map<string, string[]>();
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string') fields.set(name, [value]);
    else if (repeatable.has(name) && Array.isArray(value)) fields.set(name, value.map(String));
    else if (value !== null) return undefined;
  }
  return fields;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The server sends names and ids as two lists in one order, but not in the order of the text. */
function mentionsIn(
  text: string,
  sign: '@' | '~',
  names: readonly string[] = [],
  ids: readonly string[] = [],
): Mention[] {
  if (names.length !== ids.length) return [];
  const lower = text.toLowerCase();
  const place = (name: string): number => {
    const at = lower.indexOf(sign + name.toLowerCase());
    return at < 0 ? lower.length : at;
  };
  return names.map((name, index) => ({ name, id: ids[index] ?? '' })).sort((a, b) => place(a.name) - place(b.name));
}
