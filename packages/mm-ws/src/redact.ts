import { inspect } from 'node:util';

/** Takes the token out of words that were not ours: a close reason, an address, somebody else's error message. */
export function redact(text: string, token: string): string {
  return text.replaceAll(token, '[redacted]');
}

/** The error to pass on as a `cause`: itself, unless looking into it would show the token. */
export function safeCause(error: unknown, token: string): unknown {
  const seen = inspect(error, { depth: 8, maxStringLength: null });
  return seen.includes(token) ? new Error(redact(messageOf(error), token)) : error;
}

/** What an error says, its cause included: `fetch` hides the reason there, and Node's connect errors can be empty. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.message || ('code' in error ? String(error.code) : error.name);
  return error.cause instanceof Error ? `${message}: ${error.cause.message}` : message;
}
