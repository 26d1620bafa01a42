/** The range of a web address in a text, such as `https://example.com/@claw`. */
export interface BareLink {
  readonly start: number;
  readonly end: number;
}

/**
 * The index after the target of a link, such as the target in `[text](https://example.com "title")`; `undefined` when no
 * target begins at `start`, so that the brackets before it are plain text.
 */
export function endOfTarget(text: string, start: number, image: boolean): number | undefined {
  if (text[start] !== '(') return undefined;
  let at = skipBlanks(text, start + 1);
  if (text[at] === ')') return at + 1;
  at = endOfDestination(text, at);
  // An extension of Mattermost: an image can have a size, as in `![alt](address =100x50)`.
  if (image) at = endOf(/[\t-\r ]+=(?:\d*|\d+[xX]\d*|[xX]\d+)(?=[\t-\r )])/y, text, at) ?? at;
  const titleAt = skipBlanks(text, at);
  if (titleAt > at) at = endOf(title, text, titleAt) ?? titleAt;
  at = skipBlanks(text, at);
  return text[at] === ')' ? at + 1 : undefined;
}

const title =
  /"(?:\\[!-/:-@[-`{-~]|\\|[^"\\])*"|'(?:\\[!-/:-@[-`{-~]|\\|[^'\\])*'|\((?:\\[!-/:-@[-`{-~]|\\|[^)\\])*\)/y;

/** Longer targets are cut, or thousands of unclosed ones would each be read to the end of the message. */
const maxTarget = 2048;

function endOfDestination(text: string, start: number): number {
  const pointed = endOf(/<(?:\\[!-/:-@[-`{-~]|\\(?![!-/:-@[-`{-~])|[^<>\\\t-\r ]){0,2048}>/y, text, start);
  if (pointed !== undefined) return pointed;
  let depth = 0;
  let at = start;
  for (; at < text.length && at - start < maxTarget && !isBlank(text, at); at += 1) {
    if (text[at] === '\\' && /^[!-/:-@[-`{-~]/.test(text[at + 1] ?? '')) at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')') {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return Math.min(at, text.length);
}

/** The web address whose scheme ends with the `:` at `colon`. */
export function linkAround(text: string, colon: number): BareLink | undefined {
  if (text[colon + 1] !== '/' || text[colon + 2] !== '/') return undefined;
  const before = text.slice(Math.max(0, colon - 7), colon);
  const scheme = /(?<![a-z\d])(?:https?|ftp|mailto|tel)$/i.exec(before)?.[0];
  if (scheme === undefined || !hasHost(text, colon + 3)) return undefined;
  return cutLink(text, colon - scheme.length);
}

/** The web address without a scheme that begins at `start`, such as `www.example.com`. */
export function linkAt(text: string, start: number): BareLink | undefined {
  // The server checks the character before only from the third character on.
  if (start > 1 && !/[\t-\r *_~)]/.test(text[start - 1] ?? '')) return undefined;
  if (endOf(/www\d{0,3}\.(?=[\s\S])/y, text, start) === undefined || !hasHost(text, start)) return undefined;
  return cutLink(text, start);
}

/** A host begins with a letter, a digit or a symbol, and contains no underscore. */
function hasHost(text: string, start: number): boolean {
  const end = endOf(host, text, start);
  return end !== undefined && (text[end] !== '_' || end === text.length - 1);
}

const host = /[^\s\p{P}\u{80}-\u{10ffff}](?:[^\s\p{P}\u{80}-\u{10ffff}]|[-.])*|[^\s\p{P}]/uy;

/** A web address ends at the next blank or `<`, without the punctuation before it. */
function cutLink(text: string, start: number): BareLink {
  let end = endOf(/[^\t-\r <]*/y, text, start) ?? start;
  const link = text.slice(start, end);
  let surplus = link.split(')').length - link.split('(').length;
  while (end > start) {
    const last = text[end - 1] ?? '';
    if ('?!.,:*_~\'"'.includes(last)) end -= 1;
    else if (last === ';') end = startOfEntity(text, start, end) ?? end - 1;
    else if (last === ')' && surplus > 0) {
      surplus -= 1;
      end -= 1;
    } else break;
  }
  return { start, end };
}

function startOfEntity(text: string, start: number, end: number): number | undefined {
  let at = end - 2;
  while (at > start && /[a-z]/i.test(text[at] ?? '')) at -= 1;
  return at < end - 2 && text[at] === '&' ? at : undefined;
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (isBlank(text, at)) at += 1;
  return at;
}

/** Whether the character is a blank or a line end. The server knows no other separators. */
function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13);
}
