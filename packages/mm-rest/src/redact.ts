const longest = 300;
/** Most of what passes through here is one line of ASCII. */
const plain = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** Makes other people's words fit to be shown: without the token, on one line, of bearable length. */
export type Clean = (text: string) => string;

/** Mattermost repeats the token in some of its own messages, so everything that we quote passes through here. */
export function createClean(token: string): Clean {
  return text => {
    if (text.length <= longest && plain.test(text) && hide(text, token) === text) return text;
    const line = hide(text, token)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim();
    const shown = Array.from(line.slice(0, longest * 2))
      .slice(0, longest)
      .join('');
    return shown.length < line.length ? `${shown}…` : line;
  };
}

/**
 * Copies an error with its causes, to pass on as our own `cause`.
 *
 * Always a copy of the few fields that help, because errors of HTTP libraries carry the request, headers included.
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

/** The system's word for a failure, such as `ECONNREFUSED`; `fetch` hides it in the cause of its own error. */
export function findSystemCode(error: Error): string | undefined {
  return codeOf(error) ?? (error.cause instanceof Error ? findSystemCode(error.cause) : undefined);
}

/** The message nearest to the root of the failure; `fetch` itself only says "fetch failed". */
export function rootMessage(error: Error): string {
  const deeper = error.cause instanceof Error ? rootMessage(error.cause) : '';
  return deeper === '' ? error.message : deeper;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function hide(text: string, token: string): string {
  return text.replaceAll(token, '[redacted]').replaceAll(encodeURIComponent(token), '[redacted]');
}
