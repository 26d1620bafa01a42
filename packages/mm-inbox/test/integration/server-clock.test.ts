import { expect, it } from 'vitest';
import type { InboxRest } from '../../src/index.ts';
import { openOffice } from '../support/office.ts';

const day = 24 * 60 * 60_000;

it('The age of a post is measured on the clock of a server that is two days behind', async () => {
  const serverNow = () => Date.now() - 2 * day;
  const { alice, ops, bot } = await openOffice({ now: serverNow });
  const testing = { now: Date.now };
  const extendRest = (rest: InboxRest): InboxRest => ({ ...rest, serverTime: async () => serverNow() });
  const first = await bot({ testing, extendRest });
  await first.stop();
  await alice.says('missed', { in: ops });
  const second = await bot({ testing, extendRest });
  expect(await second.heard(1)).toEqual(['missed']);
  expect(second.log).toContain("the server's clock is about 2880 minutes behind this machine's");
  expect(second.inbox.status().leftOut.posts).toBe(0);
});

it('A client that cannot tell the time of the server does not keep a catch-up from running', async () => {
  const { alice, ops, bot } = await openOffice();
  const serverTime = async (): Promise<never> => {
    throw new Error('no header');
  };
  const extendRest = (rest: InboxRest): InboxRest => ({ ...rest, serverTime });
  const first = await bot({ extendRest });
  await first.stop();
  await alice.says('missed', { in: ops });
  const second = await bot({ extendRest });
  expect(await second.heard(1)).toEqual(['missed']);
});
