import { WebSocket } from 'ws';
import { manualTime, startMattermost } from '../../src/index.ts';
import type { Recording, SequenceEntry } from './recording.ts';
import { insistOnSame } from './same.ts';

/** Repeats quick requests on a server with two per second and a burst of four; no time passes between them. */
export async function replaySequence({ label, responses }: SequenceEntry, { version }: Recording): Promise<void> {
  // The recorder of some versions had also switched on the limit for each user, which counts every request twice.
  const twice = responses.some(({ headers }) => headers['x-ratelimit-limit']?.includes(','));
  const limit = { PerSec: 2, MaxBurst: 4, VaryByUser: twice };
  const time = manualTime();
  const mattermost = await startMattermost({ version, time, rateLimit: limit });
  const claw = mattermost.addTeam('lab').addBot('claw');
  const names = { ids: new Map<string, string>(), times: new Map<number, number>(), startedAt: 0 };
  const token = label.includes('as nobody') ? undefined : claw.token;
  const headers = { ...(token && { authorization: `Bearer ${token}` }) };
  const ask = (): Promise<Asked> => askFor(`${mattermost.url}/api/v4/users/me`, headers);
  try {
    const overLimit = label === 'websocket upgrade while over the limit';
    if (overLimit) for (let i = 0; i < 5; i += 1) await ask();
    for (const recorded of responses) {
      const answer = overLimit ? await upgradeRefusal(mattermost.url, claw.token) : await ask();
      const shown = Object.keys(recorded.headers).map(name => [name, answer.headers[name]]);
      const body = recorded.body === undefined ? {} : { body: answer.body };
      insistOnSame(recorded, { status: answer.status, headers: Object.fromEntries(shown), ...body }, names);
    }
  } finally {
    await mattermost.stop();
  }
}

interface Asked {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

async function askFor(url: string, headers: Record<string, string>): Promise<Asked> {
  const response = await fetch(url, { headers });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

/** The answer to a refused upgrade request. */
function upgradeRefusal(url: string, token: string): Promise<Asked> {
  const headers = { authorization: `Bearer ${token}` };
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v4/websocket`, { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => reject(new Error('the socket was opened')));
    socket.on('unexpected-response', (request, response) => {
      resolve({ status: response.statusCode, headers: response.headers, body: '' });
      request.destroy();
    });
    socket.on('error', () => {});
  });
}
