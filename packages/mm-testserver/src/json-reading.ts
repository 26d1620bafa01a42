/** Parses JSON like the real server; `undefined` for text that Go does not accept. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(withWholeCharacters(text));
  } catch {
    return undefined;
  }
}

/** Parses the first JSON value of a text; a decoder of Go ignores the rest. */
export function parseFirstJson(text: string): unknown {
  return parseJson(text.slice(0, endOfFirst(text)));
}

// JavaScript keeps half of a surrogate pair, Go replaces it by U+FFFD.
function withWholeCharacters(text: string): string {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return text;
  const escapes = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|[\s\S])/g;
  return text.replace(escapes, found => (found.length === 6 ? '\\ufffd' : found));
}

/** The index behind the first object or list; the length of the text if it begins with another value. */
function endOfFirst(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\[\s\S])*"|[[\]{}]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth <= 0) return index + token.length;
  }
  return text.length;
}
