import { createRestClient } from '@clawmost/mm-rest';
import { Client4 } from '@mattermost/client';
import { type Bench, type Row, row, scaled } from './bench.ts';
import { startFarEnd } from './far-end/far-end.ts';
import { type Side, takeTurns } from './rounds.ts';

const token = 'k7b1xqz3pfnw8rhmy5sdo4ecta';
const newPost = { channel_id: 'q1suozk1xfrh5rqd8pr1e34hte', message: 'You said: hello' };

/** One call after another, in milliseconds a call. */
function calls(count: number, call: () => Promise<unknown>): Side {
  return async () => {
    const start = performance.now();
    for (let at = 0; at < count; at++) await call();
    return (performance.now() - start) / count;
  };
}

/** What a call costs beside bare `fetch`, and beside the official client. */
export const restCalls: Bench = {
  name: 'rest-calls',
  async run(scale) {
    const farEnd = await startFarEnd('rest-server.ts');
    const rest = createRestClient({ baseUrl: farEnd.url, token });
    const official = new Client4();
    official.setUrl(farEnd.url);
    official.setToken(token);
    const api = `${farEnd.url}/api/v4`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const bare = async (path: string, init: RequestInit = {}) =>
      (await fetch(`${api}${path}`, { headers, ...init })).json();

    const [count, rounds] = [scaled(300, scale), scaled(31, scale)];
    const rows: Row[] = [];
    for (const [what, ...sides] of [
      ['GET /users/me', () => rest.users.me(), () => bare('/users/me'), () => official.getMe()],
      [
        'POST /posts',
        () => rest.posts.create(newPost),
        () => bare('/posts', { method: 'POST', body: JSON.stringify(newPost) }),
        () => official.createPost(newPost as Parameters<typeof official.createPost>[0]),
      ],
    ] as const) {
      const [ours, ...others] = sides.map(call => calls(count, call));
      const [besideFetch, besideOfficial] = await takeTurns(rounds, ours as Side, ...others);
      rows.push(
        row({
          what,
          unit: 'ms',
          beside: 'fetch',
          aim: { atMost: 1.3 },
          ...(besideFetch as typeof besideFetch & object),
        }),
        row({ what, unit: 'ms', beside: '@mattermost/client', ...(besideOfficial as typeof besideOfficial & object) }),
      );
    }
    await farEnd.close();
    return rows;
  },
};
