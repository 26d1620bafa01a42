import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { htmlErrorPage, manualTime, tooManyRequests } from '../../src/index.ts';
import { openClientSocket } from '../support/client-socket.ts';
import { type Office, openOffice } from '../support/office.ts';

async function scene(options = {}) {
  const office = await openOffice(options);
  const { mattermost, ops } = office;
  const post = (by: { token: string }, message: string, more = {}) =>
    fetch(`${mattermost.url}/api/v4/posts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${by.token}` },
      body: JSON.stringify({ channel_id: ops.id, message, ...more }),
    });
  const said = () => mattermost.posts(ops).map(({ message }) => message);
  return { ...office, post, said };
}

const posts = ({ claw }: Office) => ({ method: 'POST', path: '/posts', by: claw });

/** The error codes of Node's fetch. */
const broken = /ECONNRESET|UND_ERR_SOCKET/;

/** The error code of a request that failed. */
async function failure(answer: Promise<Response>): Promise<unknown> {
  try {
    return `${(await answer).status} ${await (await answer).text()}`;
  } catch (error) {
    return Object(Object(error).cause).code ?? 'broken';
  }
}

describe('Holding requests', () => {
  it('A request is held before the server acts on it', async () => {
    const office = await scene();
    const { mattermost, claw, post, said } = office;
    const fault = mattermost.faults.hold(posts(office));
    const answer = post(claw, 'late');
    await fault.met;
    expect(said()).toEqual([]);
    fault.lift();
    expect((await answer).status).toBe(201);
    expect(said()).toEqual(['late']);
  });

  it('An answer is held after the server has acted', async () => {
    const { mattermost, claw, post, said } = await scene();
    const fault = mattermost.faults.holdAnswer({ path: /^\/posts/ });
    const answer = post(claw, 'done');
    let answered = false;
    void answer.then(() => {
      answered = true;
    });
    await fault.met;
    await turn();
    expect(said()).toEqual(['done']);
    expect(answered).toBe(false);
    fault.lift();
    expect((await answer).status).toBe(201);
  });

  it('While the first request is held midway, a repeated one gets the error that it is running', async () => {
    const office = await scene();
    const { mattermost, claw, post, said } = office;
    const fault = mattermost.faults.holdMidway({ ...posts(office), times: 1 });
    const first = post(claw, 'once', { pending_post_id: 'claw:1' });
    await fault.met;
    const second = await post(claw, 'once', { pending_post_id: 'claw:1' });
    expect(second.status).toBe(500);
    expect(await second.json()).toMatchObject({ id: 'api.post.deduplicate_create_post.pending' });
    fault.lift();
    const { id } = Object(await (await first).json());
    const third = await post(claw, 'once', { pending_post_id: 'claw:1' });
    expect(third.status).toBe(201);
    expect(await third.json()).toMatchObject({ id });
    expect(said()).toEqual(['once']);
  });

  it('When the server stops, held requests end without an effect', async () => {
    const { mattermost, claw, post, said } = await scene();
    const fault = mattermost.faults.hold({ by: claw });
    const answer = failure(post(claw, 'late'));
    await fault.met;
    await mattermost.stop();
    expect(await answer).toMatch(broken);
    fault.lift();
    await turn();
    expect(said()).toEqual([]);
  });
});

describe('Breaking requests', () => {
  it('A delay uses the time of the server', async () => {
    const time = manualTime();
    const office = await scene({ time });
    const { mattermost, claw, post, said } = office;
    const fault = mattermost.faults.delay(posts(office), 3_000);
    const answer = post(claw, 'slow');
    await fault.met;
    time.advance(2_999);
    await turn();
    expect(said()).toEqual([]);
    time.advance(1);
    expect((await answer).status).toBe(201);
  });

  it('A connection is reset before the server acts', async () => {
    const office = await scene();
    const { mattermost, claw, post, said } = office;
    mattermost.faults.reset(posts(office));
    expect(await failure(post(claw, 'never'))).toMatch(broken);
    expect(said()).toEqual([]);
    expect(mattermost.requests.at(-1)).toMatchObject({ status: 0, username: 'claw' });
  });

  it('An answer is lost after the server has acted', async () => {
    const office = await scene();
    const { mattermost, claw, post, said } = office;
    mattermost.faults.loseAnswer({ ...posts(office), times: 1 });
    expect(await failure(post(claw, 'done'))).toMatch(broken);
    expect(said()).toEqual(['done']);
    expect((await post(claw, 'again')).status).toBe(201);
  });

  it('An answer is cut in the middle of its body', async () => {
    const office = await scene();
    const { mattermost, claw, post, said } = office;
    mattermost.faults.cutAnswer(posts(office));
    const answer = await post(claw, 'done');
    expect(answer.status).toBe(201);
    await expect(answer.json()).rejects.toThrow();
    expect(said()).toEqual(['done']);
  });

  it('A fault answers for the server: with 429, with an error, with HTML', async () => {
    const office = await scene();
    const { mattermost, claw, post, said } = office;
    const { faults } = mattermost;
    faults.answer({ ...posts(office), times: 1 }, tooManyRequests(7));
    faults.answer({ ...posts(office), times: 2 }, htmlErrorPage(502));
    faults.answer({ ...posts(office), times: 3 }, { status: 503 });
    const limited = await post(claw, 'one');
    expect([limited.status, limited.headers.get('retry-after'), await limited.text()]).toEqual([
      429,
      '7',
      'limit exceeded\n',
    ]);
    const proxied = await post(claw, 'two');
    expect([proxied.status, proxied.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect(await proxied.text()).toContain('<h1>502 Bad Gateway</h1>');
    expect(await failure(post(claw, 'three'))).toBe('503 ');
    expect((await post(claw, 'four')).status).toBe(201);
    expect(said()).toEqual(['four']);
  });
});

describe('Filters of faults', () => {
  it('A fault applies only to requests that match, and counts them', async () => {
    const { mattermost, alice, claw, post, said } = await scene();
    const fault = mattermost.faults.reset({ by: claw });
    mattermost.faults.hold({ method: 'DELETE' });
    mattermost.faults.hold({ path: '/users/me' });
    expect((await post(alice, 'hello')).status).toBe(201);
    expect(said()).toEqual(['hello']);
    expect(fault.count).toBe(0);
    await failure(post(claw, 'no'));
    await failure(post(claw, 'no'));
    expect(fault.count).toBe(2);
    mattermost.faults.liftAll();
    expect((await post(claw, 'yes')).status).toBe(201);
  });

  it('A fault applies to the request for a socket too', async () => {
    const { mattermost, claw } = await scene();
    const open = async () => {
      const socket = await openClientSocket(mattermost.url, claw.token);
      onTestFinished(() => socket.end());
      return socket;
    };
    const at = { path: '/websocket', times: 1 };
    mattermost.faults.answer(at, htmlErrorPage(503));
    await expect(open()).rejects.toThrow('503');
    mattermost.faults.reset(at);
    await expect(open()).rejects.toThrow();
    mattermost.faults.loseAnswer(at);
    await expect(open()).rejects.toThrow();
    const held = mattermost.faults.hold(at);
    const late = open();
    await held.met;
    expect(claw.sockets).toHaveLength(0);
    held.lift();
    await late;
    expect(claw.sockets).toHaveLength(1);
  });
});
