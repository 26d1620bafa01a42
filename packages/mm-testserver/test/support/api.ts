import type { Mattermost } from '../../src/index.ts';

/** What came back over REST. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever came
  readonly body: any;
}

/** Calls a route below `/api/v4`, with or without a token. */
export type Api = (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;

export function apiOf(mattermost: Mattermost, who?: { readonly token: string }): Api {
  return async (method, path, body) => {
    const response = await fetch(`${mattermost.url}/api/v4${path}`, {
      method,
      headers: who ? { authorization: `Bearer ${who.token}` } : {},
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
}
