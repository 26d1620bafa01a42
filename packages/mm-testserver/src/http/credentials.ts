import type { IncomingHttpHeaders } from 'node:http';

/** The token of a request. */
export interface Credentials {
  readonly token: string;
  /** The server refuses session tokens in the query, which is for OAuth only. */
  readonly inQuery: boolean;
}

/** Finds the token of a request: in the session cookie, in `Authorization` or in the query, in this order. */
export function credentialsOf(headers: IncomingHttpHeaders, query: URLSearchParams): Credentials | undefined {
  const [, cookie] = /(?:^|;\s*)MMAUTHTOKEN=([^;]+)/.exec(headers.cookie ?? '') ?? [];
  const [, header] = /^(?:bearer|token) (.+)$/i.exec(headers.authorization ?? '') ?? [];
  const token = cookie ?? header;
  if (token !== undefined) return { token, inQuery: false };
  const inQuery = query.get('access_token') ?? '';
  return inQuery === '' ? undefined : { token: inQuery, inQuery: true };
}
