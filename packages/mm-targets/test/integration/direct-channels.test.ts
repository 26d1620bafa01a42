import { htmlErrorPage, tooManyRequests } from '@clawmost/mm-testserver';
import { describe, expect, it } from 'vitest';
import { errorAnswer, openOffice, targetsOf } from '../support/office.ts';

const direct = { method: 'POST', path: '/channels/direct' } as const;

/** An office whose pauses take no time and are listed; the clock moves only by them. */
async function openWithPauses(more: { random?: number; retry?: object } = {}) {
  const pauses: number[] = [];
  let time = 0;
  const testing = {
    now: () => time,
    random: () => more.random ?? 0.999999,
    sleep: async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      pauses.push(Math.round(ms));
      time += ms;
    },
  };
  const office = await openOffice({ targets: { testing, ...(more.retry && { directChannelRetry: more.retry }) } });
  return { ...office, pauses, opened: () => office.requests(/channels\/direct/).length };
}

describe('Opening a direct channel', () => {
  it('P15: The direct channel of a person is opened once, and remembered', async () => {
    const { targets, mattermost, alice, claw, opened } = await openWithPauses();
    const place = await targets.open(`user:${alice.id}`);
    expect(place).toEqual({ channelId: mattermost.directChannel(alice, claw).id });
    for (const text of ['@alice', alice.id, `mattermost:${alice.id}`]) expect(await targets.open(text)).toEqual(place);
    expect(opened()).toBe(1);
  });

  it('Several messages at the same time open it once', async () => {
    const { targets, alice, opened } = await openWithPauses();
    const places = await Promise.all(Array.from({ length: 5 }, async () => targets.open(`user:${alice.id}`)));
    expect(new Set(places.map(({ channelId }) => channelId)).size).toBe(1);
    expect(opened()).toBe(1);
  });
});

describe('What is tried again', () => {
  it.each([
    ['a 5xx', htmlErrorPage(502)],
    ['an error of the server', errorAnswer(500, 'app.channel.save.app_error')],
    ['a rate limit', tooManyRequests(0)],
  ])('After %s it is tried again, three times, after pauses that double', async (_, answer) => {
    const { targets, mattermost, alice, pauses, opened } = await openWithPauses();
    const fault = mattermost.faults.answer(direct, answer);
    await expect(targets.open('@alice')).rejects.toMatchObject({ status: answer.status });
    expect({ pauses, opened: opened() }).toEqual({ pauses: [1_000, 2_000, 4_000], opened: 4 });
    fault.lift();
    expect(await targets.open(`user:${alice.id}`)).toMatchObject({ channelId: expect.any(String) });
  });

  it('After a broken connection it is tried again', async () => {
    const { targets, mattermost, pauses, opened } = await openWithPauses();
    mattermost.faults.reset({ ...direct, times: 2 });
    await targets.open('@alice');
    expect({ pauses, opened: opened() }).toEqual({ pauses: [1_000, 2_000], opened: 3 });
  });

  it('A pause is a random part of its longest, so that many bots do not come back together', async () => {
    const { targets, mattermost, pauses } = await openWithPauses({ random: 0.25 });
    mattermost.faults.answer({ ...direct, times: 3 }, htmlErrorPage(503));
    await targets.open('@alice');
    expect(pauses).toEqual([250, 500, 1_000]);
  });

  it('After a rate limit it is not tried earlier than the server asks', async () => {
    const { targets, mattermost, pauses } = await openWithPauses({ random: 0 });
    mattermost.faults.answer({ ...direct, times: 1 }, tooManyRequests(5));
    await targets.open('@alice');
    expect(pauses).toEqual([5_000]);
  });

  it('The settings count: the number, the pauses, and the time of all attempts together', async () => {
    const retry = { maxRetries: 10, initialDelayMs: 2_000, maxDelayMs: 3_000, timeoutMs: 10_000 };
    const { targets, mattermost, pauses } = await openWithPauses({ retry });
    mattermost.faults.answer(direct, htmlErrorPage(503));
    await expect(targets.open('@alice')).rejects.toMatchObject({ status: 503 });
    expect(pauses).toEqual([2_000, 3_000, 3_000]);
    const once = await openWithPauses({ retry: { maxRetries: 0 } });
    once.mattermost.faults.answer(direct, htmlErrorPage(503));
    await expect(once.targets.open('@alice')).rejects.toMatchObject({ status: 503 });
    expect(once.opened()).toBe(1);
  });
});

describe('What is final', () => {
  it('R40: A direct message that RestrictDirectMessage forbids is tried once, and the error says what to do', async () => {
    const { targets, mattermost, alice, opened } = await openWithPauses();
    const answer = errorAnswer(403, 'api.channel.create_channel.direct_channel.team_restricted_error');
    mattermost.faults.answer(direct, answer);
    await expect(targets.open('@alice')).rejects.toMatchObject({
      code: 'direct-restricted',
      message: `The server allows direct messages only within a common team (its setting TeamSettings.RestrictDirectMessage): add the bot to a team of the user ${alice.id}.`,
    });
    expect(opened()).toBe(1);
  });

  it('An id without a user is an error that says so, after one attempt', async () => {
    const { targets, opened } = await openWithPauses();
    const id = 'zzzzzzzzzzzzzzzzzzzzzzzzzz';
    await expect(targets.open(`user:${id}`)).rejects.toMatchObject({
      code: 'not-found',
      message: `There is no user with the id ${id}.`,
    });
    expect(opened()).toBe(1);
  });

  it.each([400, 401, 403, 404])('A %i is not tried again', async status => {
    const { targets, mattermost, opened } = await openWithPauses();
    mattermost.faults.answer(direct, errorAnswer(status, 'api.some.app_error'));
    await expect(targets.open('@alice')).rejects.toMatchObject({ status });
    expect(opened()).toBe(1);
  });
});

describe('Giving up', () => {
  it('The signal of a call ends its wait with the reason, and the request when no other call waits', async () => {
    const { targets, mattermost, alice, opened } = await openWithPauses();
    const held = mattermost.faults.hold(direct);
    const [first, second] = [new AbortController(), new AbortController()];
    const calls = [first, second].map(async ({ signal }) => targets.open(`user:${alice.id}`, { signal }));
    const results = Promise.allSettled(calls);
    await held.met;
    first.abort(new Error('enough'));
    await expect(calls[0]).rejects.toThrow('enough');
    held.lift();
    expect((await results)[1]).toMatchObject({ status: 'fulfilled' });
    expect(opened()).toBe(1);
  });

  it('A signal that has aborted makes no request', async () => {
    const { targets, alice, requests } = await openWithPauses();
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(targets.open(`user:${alice.id}`, { signal })).rejects.toThrow('too late');
    expect(requests()).toEqual([]);
  });

  it('A pause ends when the last call that waits gives up, and nothing is sent after it', async () => {
    const { mattermost, claw, alice } = await openOffice();
    const targets = targetsOf(mattermost.url, claw, {
      directChannelRetry: { initialDelayMs: 10_000_000, maxDelayMs: 10_000_000, timeoutMs: 100_000_000 },
    });
    const fault = mattermost.faults.answer(direct, htmlErrorPage(503));
    const end = new AbortController();
    const opening = targets.open(`user:${alice.id}`, { signal: end.signal });
    await fault.met;
    end.abort(new Error('enough'));
    await expect(opening).rejects.toThrow('enough');
    expect(fault.count).toBe(1);
  });
});
