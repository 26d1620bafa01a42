import { inspect } from 'node:util';

/** No token of a server is shorter; hiding a shorter one, as tests have, would tear words apart. */
const shortestSecret = 8;

/** Removes the token from a text that we did not write: a close reason, an address, the message of a foreign error. */
export function redact(text: string, token: string): string {
  return token.length < shortestSecret ? text : text.replaceAll(token, '[redacted]');
}

/** The error to pass on as a `cause`: itself, unless it holds the token anywhere. */
export function safeCause(error: unknown, token: string): unknown {
  const shown = inspect(error, { depth: 8, maxStringLength: null });
  return token.length >= shortestSecret && shown.includes(token) ? new Error(redact(messageOf(error), token)) : error;
}

/**
 * An error's message on one line, with its cause: `fetch` hides the reason there, and Node's connect errors can be empty.
 */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.message || ('code' in error ? String(error.code) : error.name);
  const whole = error.cause instanceof Error ? `${message}: ${error.cause.message}` : message;
  return whole.replace(/\s+/g, ' ').trim();
}
