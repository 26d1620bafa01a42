/** Reads JSON as the real server does; `undefined` for what is not JSON to Go. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(withWholeCharacters(text));
  } catch {
    return undefined;
  }
}

/** The same for the first value of a text: a decoder of Go does not look at what comes behind it. */
export function parseFirstJson(text: string): unknown {
  return parseJson(text.slice(0, endOfFirst(text)));
}

// Half of a character, which JavaScript keeps, becomes the mark for what cannot be read.
function withWholeCharacters(text: string): string {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return text;
  const escapes = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|[\s\S])/g;
  return text.replace(escapes, found => (found.length === 6 ? '\\ufffd' : found));
}

/** Where the first object or list ends; with anything else the whole text counts. */
function endOfFirst(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\[\s\S])*"|[[\]{}]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth <= 0) return index + token.length;
  }
  return text.length;
}
