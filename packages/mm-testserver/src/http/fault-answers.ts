import type { FaultAnswer } from './faults.ts';

/** The answer of Mattermost's rate limiter, for `faults.answer`: plain text with `Retry-After`. */
export function tooManyRequests(retryAfterSeconds: number): FaultAnswer {
  return {
    status: 429,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Retry-After': String(retryAfterSeconds),
      'X-Content-Type-Options': 'nosniff',
    },
    body: 'limit exceeded\n',
  };
}

/** The error page of a proxy that cannot reach Mattermost, for `faults.answer`: HTML where clients expect JSON. */
export function htmlErrorPage(status: number): FaultAnswer {
  const title = `${status} ${status === 503 ? 'Service Temporarily Unavailable' : 'Bad Gateway'}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { status, headers: { 'Content-Type': 'text/html' }, body };
}
