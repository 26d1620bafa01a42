/** A bare address in a text, such as `https://example.com/@somebody`. */
export interface BareLink {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the address behind a link's text ends, such as the one in `[text](https://example.com "title")`; `undefined`
 * when what stands at `start` is no address, so that the brackets before it are only brackets.
 */
export function endOfTarget(text: string, start: number, image: boolean): number | undefined {
  if (text[start] !== '(') return undefined;
  let at = skipBlanks(text, start + 1);
  if (text[at] === ')') return at + 1;
  at = endOfDestination(text, at);
  // Mattermost's own: an image may carry its size, as in `![alt](address =100x50)`.
  if (image) at = endOf(/[\t-\r ]+=(?:\d*|\d+[xX]\d*|[xX]\d+)(?=[\t-\r )])/y, text, at) ?? at;
  const titleAt = skipBlanks(text, at);
  if (titleAt > at) at = endOf(title, text, titleAt) ?? titleAt;
  at = skipBlanks(text, at);
  return text[at] === ')' ? at + 1 : undefined;
}

const title =
  /"(?:\\[!-/:-@[-`{-~]|\\|[^"\\])*"|'(?:\\[!-/:-@[-`{-~]|\\|[^'\\])*'|\((?:\\[!-/:-@[-`{-~]|\\|[^)\\])*\)/y;

/** No address is longer; without a bound, thousands of unclosed ones would each be read to the message's end. */
const longestTarget = 2048;

function endOfDestination(text: string, start: number): number {
  const pointed = endOf(/<(?:\\[!-/:-@[-`{-~]|\\(?![!-/:-@[-`{-~])|[^<>\\\t-\r ]){0,2048}>/y, text, start);
  if (pointed !== undefined) return pointed;
  let depth = 0;
  let at = start;
  for (; at < text.length && at - start < longestTarget && !isBlank(text, at); at += 1) {
    if (text[at] === '\\' && /^[!-/:-@[-`{-~]/.test(text[at + 1] ?? '')) at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')') {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return Math.min(at, text.length);
}

/** The bare address whose `:` stands at `colon`. */
export function linkAround(text: string, colon: number): BareLink | undefined {
  if (text[colon + 1] !== '/' || text[colon + 2] !== '/') return undefined;
  const before = text.slice(Math.max(0, colon - 7), colon);
  const scheme = /(?<![a-z\d])(?:https?|ftp|mailto|tel)$/i.exec(before)?.[0];
  if (scheme === undefined || !hasHost(text, colon + 3)) return undefined;
  return cutLink(text, colon - scheme.length);
}

/** The bare address without a scheme that begins at `start`, such as `www.example.com`. */
export function linkAt(text: string, start: number): BareLink | undefined {
  // The server looks at the character before from the third one on only.
  if (start > 1 && !/[\t-\r *_~)]/.test(text[start - 1] ?? '')) return undefined;
  if (endOf(/www\d{0,3}\.(?=[\s\S])/y, text, start) === undefined || !hasHost(text, start)) return undefined;
  return cutLink(text, start);
}

/** A host begins with a letter, a digit or a symbol, and has no underscore. */
function hasHost(text: string, start: number): boolean {
  const end = endOf(host, text, start);
  return end !== undefined && (text[end] !== '_' || end === text.length - 1);
}

const host = /[^\s\p{P}\u{80}-\u{10ffff}](?:[^\s\p{P}\u{80}-\u{10ffff}]|[-.])*|[^\s\p{P}]/uy;

/** A bare address goes on to the next blank or `<`, without the punctuation at its end. */
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

/** Whether there is a blank or a line's end; nothing else separates for the server. */
function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13);
}
