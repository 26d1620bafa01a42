import { expect, it } from 'vitest';
import { openOffice } from '../support/office.ts';

it('Each post from the stream is dispatched once and in order', async () => {
  const { alice, bob, ops, bot } = await openOffice();
  const { heard, inbox } = await bot();
  for (const [person, text] of [
    [alice, 'one'],
    [bob, 'two'],
    [alice, 'three'],
  ] as const) {
    await person.says(text, { in: ops });
  }
  expect(await heard(3)).toEqual(['one', 'two', 'three']);
  expect(inbox.status()).toMatchObject({ state: 'ready', queued: 0, dead: 0 });
});

it('The very first start dispatches nothing from the past', async () => {
  const { alice, ops, bot } = await openOffice();
  await alice.says('before', { in: ops });
  const { heard } = await bot();
  await alice.says('after', { in: ops });
  expect(await heard(1)).toEqual(['after']);
});

it('A start finds the posts that were written while the bot was stopped', async () => {
  const { alice, ops, bot } = await openOffice();
  const first = await bot();
  await alice.says('one', { in: ops });
  await first.heard(1);
  await first.stop();
  await alice.says('two', { in: ops });
  await alice.says('three', { in: ops });
  const second = await bot();
  await alice.says('four', { in: ops });
  expect(await second.heard(3)).toEqual(['two', 'three', 'four']);
});
