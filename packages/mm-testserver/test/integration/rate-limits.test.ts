import { describe, expect, it } from 'vitest';
import { manualTime, type RateLimitSettings } from '../../src/index.ts';
import { openClientSocket } from '../support/client-socket.ts';
import { openOffice } from '../support/office.ts';

async function limited(rateLimit: RateLimitSettings) {
  const time = manualTime();
  const office = await openOffice({ time, rateLimit });
  const get = (path: string, who?: { token: string }) =>
    fetch(`${office.mattermost.url}/api/v4${path}`, { headers: who ? { authorization: `Bearer ${who.token}` } : {} });
  return { ...office, time, get };
}

describe('The rate limiter', () => {
  it('Every answer has the headers of the limiter, even on an unknown route', async () => {
    const { get, claw } = await limited({ PerSec: 10, MaxBurst: 3 });
    const remaining = async (answer: Promise<Response>) => (await answer).headers.get('x-ratelimit-remaining');
    expect(await remaining(get('/users/me', claw))).toBe('3');
    expect(await remaining(get('/no/such/route'))).toBe('2');
    expect(await remaining(get('/system/ping'))).toBe('1');
  });

  it('Requests are allowed again after a while', async () => {
    const { get, claw, time } = await limited({ PerSec: 2, MaxBurst: 0 });
    expect((await get('/users/me', claw)).status).toBe(200);
    const refused = await get('/users/me', claw);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    time.advance(500);
    expect((await get('/users/me', claw)).status).toBe(200);
  });

  it('The server does not act on a request over the limit', async () => {
    const { mattermost, claw, ops, get } = await limited({ PerSec: 1, MaxBurst: 0 });
    await get('/users/me', claw);
    const headers = { authorization: `Bearer ${claw.token}` };
    const body = JSON.stringify({ channel_id: ops.id, message: 'no' });
    expect((await fetch(`${mattermost.url}/api/v4/posts`, { method: 'POST', headers, body })).status).toBe(429);
    expect(mattermost.posts(ops)).toEqual([]);
  });

  it('With buckets by user, a request counts twice and has each header twice', async () => {
    const { get, alice, claw } = await limited({ PerSec: 1, MaxBurst: 4, VaryByUser: true });
    const answer = await get('/users/me', claw);
    expect(answer.headers.get('x-ratelimit-limit')).toBe('5, 5');
    expect(answer.headers.get('x-ratelimit-remaining')).toBe('4, 4');
    expect((await get('/users/me', alice)).headers.get('x-ratelimit-remaining')).toBe('4, 4');
    expect((await get('/system/ping')).headers.get('x-ratelimit-remaining')).toBe('4');
  });

  it('Two tokens of a user share the bucket of the user', async () => {
    const { get, mattermost, claw } = await limited({ PerSec: 1, MaxBurst: 1, VaryByUser: true });
    const headers = { authorization: `Bearer ${mattermost.admin.token}` };
    const made = await fetch(`${mattermost.url}/api/v4/users/${claw.id}/tokens`, {
      method: 'POST',
      headers,
      body: '{"description":"second"}',
    });
    const second = Object(await made.json());
    expect((await get('/users/me', claw)).status).toBe(200);
    expect((await get('/users/me', second)).status).toBe(200);
    const third = await get('/users/me', second);
    expect(third.status).toBe(429);
    expect(third.headers.get('x-ratelimit-remaining')).toBe('0, 0');
  });

  it('Requests for sockets count', async () => {
    const { mattermost, claw, get } = await limited({ PerSec: 1, MaxBurst: 0 });
    await get('/users/me', claw);
    await expect(openClientSocket(mattermost.url, claw.token)).rejects.toThrow('429');
  });

  it('The limiter can be switched on and off', async () => {
    const { mattermost, get } = await limited({});
    expect((await get('/system/ping')).headers.get('x-ratelimit-limit')).toBe('101');
    mattermost.limitRate();
    expect((await get('/system/ping')).headers.get('x-ratelimit-limit')).toBeNull();
    mattermost.limitRate({ MaxBurst: 7 });
    expect((await get('/system/ping')).headers.get('x-ratelimit-limit')).toBe('8');
  });
});
