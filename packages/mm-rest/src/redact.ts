const maxLength = 300;
/** Most texts are one line of ASCII, which needs no cleaning. */
const plain = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** Makes a text that we did not write fit to be shown: without the token, on one line, not too long. */
export type CleanText = (text: string) => string;

/** Mattermost repeats the token in some of its own messages, so every text that we quote is cleaned. */
export function createCleanText(token: string): CleanText {
  return text => {
    if (text.length <= maxLength && plain.test(text) && hide(text, token) === text) return text;
    const line = hide(text, token)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim();
    const shown = Array.from(line.slice(0, maxLength * 2))
      .slice(0, maxLength)
      .join('');
    return shown.length < line.length ? `${shown}…` : line;
  };
}

/**
 * Copies an error with its causes, to pass on as our own `cause`.
 *
 * Only the few fields that help are copied, because errors of HTTP libraries carry the request, headers included.
 */
export function withoutToken(error: unknown, token: string, depth = 4): Error {
  if (!(error instanceof Error)) return new Error(hide(String(error), token));
  const { cause } = error;
  const options = cause === undefined || depth === 0 ? {} : { cause: withoutToken(cause, token, depth - 1) };
  const copy = new Error(hide(error.message, token), options);
  copy.name = hide(error.name, token);
  if (error.stack !== undefined) copy.stack = hide(error.stack, token);
  const code = codeOf(error);
  return code === undefined ? copy : Object.assign(copy, { code: hide(code, token) });
}

/** The system's code for a failure, such as `ECONNREFUSED`; `fetch` hides it in the cause of its own error. */
export function findSystemCode(error: Error): string | undefined {
  return codeOf(error) ?? (error.cause instanceof Error ? findSystemCode(error.cause) : undefined);
}

/** The message of the innermost cause; `fetch` itself only says "fetch failed". */
export function rootMessage(error: Error): string {
  const deeper = error.cause instanceof Error ? rootMessage(error.cause) : '';
  return deeper === '' ? error.message : deeper;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** No token of a server is shorter; hiding a shorter one, as tests have, would tear words apart. */
const shortestSecret = 8;

function hide(text: string, token: string): string {
  if (token.length < shortestSecret) return text;
  const encoded = encodeURIComponent(token);
  const hidden = text.replaceAll(token, '[redacted]');
  return encoded === token ? hidden : hidden.replaceAll(encoded, '[redacted]');
}
