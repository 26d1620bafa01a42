import type { Channel } from '@clawmost/mm-testserver';
import { expect, it, vi } from 'vitest';
import { openOffice } from '../support/office.ts';

it('A catch-up dispatches 10,000 missed posts in 200 of 2,000 channels once, with one request for each of the 200', async () => {
  const { alice, claw, bot, team, requests } = await openOffice();
  const channels: Channel[] = [];
  for (let index = 0; index < 2_000; index++) {
    const channel = team.addChannel(`c${index}`, { members: [alice, claw] });
    channels.push(channel);
    await alice.says('hello', { in: channel });
  }
  const first = await bot();
  await first.stop();
  const expected = new Map<string, string[]>();
  for (let index = 0; index < 10_000; index++) {
    const channel = channels[(index % 200) * 10] as Channel;
    const { message } = await alice.says(`post ${index}`, { in: channel });
    expected.set(channel.id, [...(expected.get(channel.id) ?? []), message]);
  }

  const count = () => ({ all: requests(/./), listings: requests(/\/(teams|channels)$/), pages: requests(/\/posts/) });
  const before = count();
  const found = new Map<string, string[]>();
  const second = await bot({
    handle: async ({ channel_id, message }) => {
      found.set(channel_id, [...(found.get(channel_id) ?? []), message]);
    },
  });
  const after = count();
  await vi.waitFor(() => expect(second.handled).toHaveLength(10_000), { timeout: 60_000, interval: 50 });
  expect(found).toEqual(expected);
  expect(second.inbox.status().catchUp).toEqual({ done: 200, of: 200, posts: 10_000 });
  expect(after.pages - before.pages).toBe(200);
  expect(after.all - before.all).toBeLessThanOrEqual(after.listings - before.listings + 200 + 10);
}, 120_000);
