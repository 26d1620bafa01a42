import type { Position } from './sequence.ts';

/** The address to dial. With a `position` that has a connection id, the server is asked to resume from there. */
export function websocketUrl(baseUrl: URL, position: Position | undefined): string {
  const url = apiUrl(baseUrl, '/websocket');
  url.protocol = baseUrl.protocol === 'https:' ? 'wss:' : 'ws:';
  if (position?.connectionId !== undefined) {
    url.searchParams.set('connection_id', position.connectionId);
    url.searchParams.set('sequence_number', String(position.nextSeq));
  }
  return url.href;
}

/** The address of the account that the token belongs to: the cheapest call that proves a token. */
export function usersMeUrl(baseUrl: URL): string {
  return apiUrl(baseUrl, '/users/me').href;
}

function apiUrl(baseUrl: URL, path: string): URL {
  const url = new URL(baseUrl);
  url.pathname = `${baseUrl.pathname.replace(/\/$/, '')}/api/v4${path}`;
  return url;
}
