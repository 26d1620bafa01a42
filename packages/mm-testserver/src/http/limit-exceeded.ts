import type { HttpAnswer } from './answer-request.ts';
import { tooManyRequests } from './fault-answers.ts';
import type { Verdict } from './rate-limiter.ts';

/** Headers of an answer; an array makes several lines. */
export type HeaderValues = Readonly<Record<string, string | string[]>>;

/** Adds the headers of the rate limiter. It counts a request up to twice, and then writes each header twice. */
export function mergedHeaders(headers: HeaderValues, verdicts: readonly Verdict[]): HeaderValues {
  const merged: Record<string, string | string[]> = { ...headers };
  for (const verdict of verdicts) {
    for (const [name, value] of Object.entries(verdict.headers)) {
      const before = merged[name];
      merged[name] = before === undefined ? value : [...[before].flat(), value];
    }
  }
  return merged;
}

/** The answer to a request over the limit: plain text, where everything else is JSON. */
export function limitExceeded(verdicts: readonly Verdict[], headers: HeaderValues = {}): HttpAnswer {
  const { 'Retry-After': _, ...common } = tooManyRequests(0).headers ?? {};
  return {
    status: 429,
    headers: mergedHeaders({ ...headers, ...common }, verdicts),
    body: 'limit exceeded\n',
    userId: '',
  };
}
