import { readAddress } from './address.ts';
import { cut, isId, type Piece, readId, readName, wrong } from './piece.ts';
import type { ChannelNameTarget, PersonTarget, Target } from './target.ts';

/** What {@link parseTarget} takes. */
export interface ParseOptions {
  /**
   * The addresses of the server, such as its `baseUrl` and its `SiteURL`. With them, addresses of other servers are
   * refused. Without them, any server is accepted, and the target says which one it is.
   */
  servers?: readonly string[] | undefined;
}

const forms = 'Write channel:<id>, user:<id>, #channel, @person, team/channel or a permalink.';

/**
 * Reads a target, without asking the server. Blanks around its parts and the case of prefixes, channel names and user
 * names do not matter.
 *
 * @throws TargetSyntaxError that points at the wrong character and says what to write instead
 */
export function parseTarget(text: string, { servers }: ParseOptions = {}): Target {
  if (typeof text !== 'string') throw new TypeError(`target: expected a text, got ${typeof text}`);
  const whole = cut({ whole: text, text, at: 0 }, 0);
  if (whole.text === '') throw wrong(whole, 0, `it is empty. ${forms}`);
  const bad = whole.text.search(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
  if (bad !== -1) throw wrong(whole, bad, 'line breaks and control characters are not allowed.');
  if (/^https?:\/\//i.test(whole.text)) return readAddress(whole, servers);
  const [prefix] = /^mattermost:/i.exec(whole.text) ?? [];
  return prefix === undefined ? readForm(whole) : readWrapped(cut(whole, prefix.length));
}

/** Reads the part after `mattermost:`: an id is one of a person, and the unmistakable forms mean what they mean alone. */
function readWrapped(piece: Piece): Target {
  if (isId(piece.text)) return { kind: 'user', id: piece.text };
  if (/^(?:(?:user|channel|group)\s*:|[@#~])/i.test(piece.text)) return readForm(piece);
  const colon = secondColon(piece);
  if (colon) throw colon;
  return { kind: 'user', id: readId(piece, 'After mattermost: write the id of a person, @person or #channel.') };
}

function readForm(piece: Piece): Target {
  const [prefix, word = ''] = /^([a-z]+)\s*:/i.exec(piece.text) ?? [];
  if (prefix !== undefined && !isId(word)) {
    const rest = cut(piece, prefix.length);
    switch (word.toLowerCase()) {
      case 'user':
        return readUser(rest);
      case 'channel':
        return readChannel(rest);
      case 'group':
        return readChannelId(rest, 'After group: write an id; for a name write #name.');
    }
  }
  if (piece.text.startsWith('@')) return readPerson(cut(piece, 1));
  if (/^[#~]/.test(piece.text)) return readChannelName(cut(piece, 1));
  if (isId(piece.text)) return { kind: 'id', id: piece.text };
  refuseLookAlikes(piece);
  return readTeamAndName(piece);
}

function readUser(piece: Piece): Target {
  if (piece.text.startsWith('@')) return readPerson(cut(piece, 1));
  const colon = secondColon(piece);
  if (colon) throw colon;
  return { kind: 'user', id: readId(piece, 'After user: write an id; for a name write @name.') };
}

/** `<id>:<post>` after a prefix for people: only channels have threads. */
function secondColon(piece: Piece): Error | undefined {
  if (!/^[a-z0-9]{26}\s*:/.test(piece.text)) return undefined;
  return wrong(piece, piece.text.indexOf(':'), 'a thread is named by its channel. Write channel:<id>:<post id>.');
}

function readChannel(piece: Piece): Target {
  if (/^[#~]/.test(piece.text)) return readChannelName(cut(piece, 1));
  const colon = piece.text.indexOf(':');
  if (isId(colon === -1 ? piece.text : cut(piece, 0, colon).text)) return readChannelId(piece, '');
  if (colon !== -1) throw wrong(piece, colon, 'a post id follows only a channel id. Write channel:<id>:<post id>.');
  return readTeamAndName(piece);
}

function readChannelId(piece: Piece, fix: string): Target {
  const colon = piece.text.indexOf(':');
  if (colon === -1) return { kind: 'channel', id: readId(piece, fix) };
  const id = readId(cut(piece, 0, colon), fix);
  const postId = readId(cut(piece, colon + 1), 'After channel:<id>: write the id of a post.');
  return { kind: 'channel', id, postId };
}

function readPerson(piece: Piece): PersonTarget {
  const name = readName(piece, 'the name of a person');
  if (/^[@#~]/.test(name)) throw wrong(piece, 0, 'one sign in front of a name is enough.');
  return { kind: 'person', name: isUsername(name) ? name.toLowerCase() : name };
}

function readChannelName(piece: Piece, team?: string): ChannelNameTarget {
  const name = readName(piece, 'the name of a channel');
  if (/^[@#~]/.test(name)) throw wrong(piece, 0, 'one sign in front of a name is enough.');
  const isDirect = /^[a-z0-9]{26}__[a-z0-9]{26}$/.test(name);
  if (isDirect) throw wrong(piece, 26, 'this is the name of a direct channel. Write user:<id of the other person>.');
  return { kind: 'channel-name', name: isChannelName(name) ? name.toLowerCase() : name, ...(team && { team }) };
}

/** `name` or `team/name`. A name with a slash of its own needs a `#` in front. */
function readTeamAndName(piece: Piece): ChannelNameTarget {
  const slash = piece.text.indexOf('/');
  if (slash === -1) return readChannelName(piece);
  const before = cut(piece, 0, slash);
  const team = readName(before, 'the name of a team').toLowerCase();
  const bad = team.search(/[^a-z0-9_-]/);
  if (bad !== -1) {
    throw wrong(
      before,
      bad,
      `a team's name in addresses has a-z, 0-9 and "-". If "/" belongs to the name, put # first.`,
    );
  }
  const after = cut(piece, slash + 1);
  if (isId(team) && isId(after.text)) {
    throw wrong(piece, slash, 'a thread is written with a colon. Write channel:<id>:<post id>.');
  }
  return readChannelName(/^[#~]/.test(after.text) ? cut(after, 1) : after, team);
}

function refuseLookAlikes(piece: Piece): void {
  // After a slash or a sign, a colon belongs to a name that people see.
  const colon = piece.text.split(/[/#~]/, 1)[0]?.indexOf(':') ?? -1;
  if (colon === -1) return;
  if (isId(cut(piece, 0, colon).text)) {
    throw wrong(piece, colon, 'a thread needs the prefix of its channel. Write channel:<id>:<post id>.');
  }
  const start = cut(piece, 0, colon + 1).text;
  throw wrong(piece, 0, `"${start}" is not a kind of target. ${forms} If it belongs to a channel's name, put # first.`);
}

/** Whether a text can be a channel's name in addresses, in any case. */
export function isChannelName(text: string): boolean {
  return /^[a-z0-9_-]{1,64}$/i.test(text);
}

/** Whether a text can be a user name, in any case. */
export function isUsername(text: string): boolean {
  return /^[a-z0-9._-]{1,64}$/i.test(text);
}
