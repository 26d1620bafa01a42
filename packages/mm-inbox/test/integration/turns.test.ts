import { expect, it, vi } from 'vitest';
import { createMemoryLedger, type DeadLetter, type InboxPost, type Turn } from '../../src/index.ts';
import { openOffice } from '../support/office.ts';

/** A handler whose turns last until the test ends them. */
function lasting() {
  const turns: { post: InboxPost; turn: Turn; end: () => void; fail: () => void }[] = [];
  return {
    turns,
    handle: (post: InboxPost, turn: Turn): Promise<void> =>
      new Promise((resolve, reject) => {
        turn.signal.addEventListener('abort', () => reject(turn.signal.reason));
        turns.push({ post, turn, end: resolve, fail: () => reject(new Error('no luck')) });
      }),
  };
}

const patient = { timeout: 60_000 };

it('Turns of one conversation follow each other while turns of others run', async () => {
  const { alice, claw, ops, bot, team } = await openOffice();
  const lab = team.addChannel('lab', { members: [alice, claw] });
  const { turns, handle } = lasting();
  const { handled, heard } = await bot({ handle });
  await alice.says('ops 1', { in: ops });
  await alice.says('ops 2', { in: ops });
  await alice.says('lab 1', { in: lab });
  expect(await heard(2)).toEqual(['ops 1', 'lab 1']);
  turns[0]?.end();
  await heard(3);
  expect(handled).toEqual(['ops 1', 'lab 1', 'ops 2']);
});

it('After release the next post of the conversation starts', async () => {
  const { alice, ops, bot } = await openOffice();
  const { turns, handle } = lasting();
  const { heard, inbox } = await bot({ handle, maxRunning: 1 });
  for (const text of ['one', 'two', 'three']) await alice.says(text, { in: ops });
  await heard(1);
  expect(inbox.status()).toMatchObject({ running: 1, released: 0 });
  turns[0]?.turn.release();
  await heard(2);
  turns[1]?.turn.release();
  turns[1]?.turn.release();
  expect(await heard(3)).toEqual(['one', 'two', 'three']);
  expect(inbox.status()).toMatchObject({ running: 1, released: 2, queued: 0 });
});

it('No more than maxRunning turns run at the same time', async () => {
  const { alice, claw, bot, team } = await openOffice();
  const { turns, handle } = lasting();
  const { heard, inbox } = await bot({ handle, maxRunning: 2 });
  for (const name of ['c1', 'c2', 'c3']) {
    await alice.says(name, { in: team.addChannel(name, { members: [alice, claw] }) });
  }
  await heard(2);
  await vi.waitFor(() => expect(inbox.status()).toMatchObject({ running: 2, queued: 1 }), patient);
  turns[0]?.end();
  expect(await heard(3)).toEqual(['c1', 'c2', 'c3']);
});

it('The conversation option groups posts by a key of your own', async () => {
  const { alice, ops, bot } = await openOffice();
  const { handle } = lasting();
  const { heard } = await bot({ handle, conversation: post => post.root_id || post.id });
  const one = await alice.says('thread 1', { in: ops });
  await alice.says('thread 1, reply', { in: ops, thread: one });
  await alice.says('thread 2', { in: ops });
  expect(await heard(2)).toEqual(['thread 1', 'thread 2']);
});

it('A failed turn is retried while the conversation continues', async () => {
  const { alice, ops, bot } = await openOffice();
  const attempts: number[] = [];
  const { heard, handled } = await bot({
    handle: async (post, { attempt }) => {
      if (post.message !== 'shaky') return;
      attempts.push(attempt);
      if (attempt < 3) throw new Error('not yet');
    },
  });
  await alice.says('shaky', { in: ops });
  await alice.says('next', { in: ops });
  await heard(4);
  expect(handled[1]).toBe('next');
  expect(attempts).toEqual([1, 2, 3]);
});

it('A post becomes a dead letter after five failures and can be revived', async () => {
  const { alice, ops, bot } = await openOffice();
  let broken = true;
  const letters: DeadLetter[] = [];
  const { heard, inbox, handled } = await bot({
    handle: async post => {
      if (post.message === 'poison' && broken) throw new Error('cannot be done');
    },
    onDead: letter => {
      letters.push(letter);
      throw new Error('the author cannot be reached');
    },
  });
  const poison = await alice.says('poison', { in: ops });
  await alice.says('next', { in: ops });
  await heard(6);
  expect(handled.filter(text => text === 'poison')).toHaveLength(5);
  expect(handled[1]).toBe('next');
  expect(inbox.status()).toMatchObject({ dead: 1, queued: 0 });
  const [letter] = await inbox.dead();
  expect(letter).toMatchObject({
    entry: { key: poison.id, error: 'cannot be done' },
    payload: { message: 'poison' },
  });
  expect(letters).toMatchObject([
    {
      entry: { key: poison.id, state: 'dead', failures: 5, error: 'cannot be done' },
      payload: { message: 'poison' },
    },
  ]);
  broken = false;
  expect(await inbox.revive(poison.id)).toBe(true);
  await heard(7);
  await vi.waitFor(() => expect(inbox.status()).toMatchObject({ dead: 0, running: 0 }), patient);
  expect(await inbox.drop(poison.id)).toBe(false);
});

it('A turn that fails while the server is away is repeated without counting a failure', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const { turns, handle } = lasting();
  const { heard, inbox } = await bot({ handle });
  await alice.says('one', { in: ops });
  await heard(1);
  await mattermost.goDown();
  await vi.waitFor(() => expect(inbox.status().state).toBe('recovering'), patient);
  turns[0]?.fail();
  await mattermost.comeBack();
  await heard(2);
  expect(turns.map(({ turn }) => [turn.attempt, turn.entry.failures])).toEqual([
    [1, 0],
    [2, 0],
  ]);
});

it('Turns that a stop interrupts start again, in order, after the next start', async () => {
  const { alice, ops, bot, store } = await openOffice();
  const { turns, handle } = lasting();
  const first = await bot({ handle });
  for (const text of ['one', 'two', 'three']) await alice.says(text, { in: ops });
  await first.heard(1);
  turns[0]?.turn.release();
  await first.heard(2);
  await turns[1]?.turn.markAdopted();
  await first.stop();
  expect(first.inbox.status()).toMatchObject({ state: 'stopped', running: 0, released: 0 });
  const states = (await createMemoryLedger({ store }).unsettled()).map(({ state, adopted }) => [state, adopted]);
  expect(states).toEqual([
    ['waiting', false],
    ['waiting', true],
    ['waiting', false],
  ]);
  const seen: [number, boolean][] = [];
  const second = await bot({ handle: async (_, turn) => void seen.push([turn.attempt, turn.wasAdopted]) });
  expect(await second.heard(3)).toEqual(['one', 'two', 'three']);
  expect(seen).toEqual([
    [2, false],
    [2, true],
    [1, false],
  ]);
});

it('A handler that ignores its signal is left to the next start', async () => {
  const { alice, ops, bot } = await openOffice();
  const first = await bot({ handle: () => new Promise(() => {}), stopTimeoutMs: 10 });
  await alice.says('one', { in: ops });
  await first.heard(1);
  await first.stop();
  expect(first.log.join()).toContain('did not end in time');
  const second = await bot();
  expect(await second.heard(1)).toEqual(['one']);
});

it('The ledger records the outcome that a handler returns', async () => {
  const { alice, ops, bot, store } = await openOffice();
  const { heard, inbox } = await bot({
    handle: async ({ message }) => {
      if (message === 'quiet') return { outcome: 'silent', code: 'not-mentioned' };
      return message === 'more' ? { outcome: 'joined' } : undefined;
    },
  });
  const posts = [];
  for (const text of ['quiet', 'more', 'plain']) posts.push(await alice.says(text, { in: ops }));
  await heard(3);
  await vi.waitFor(() => expect(inbox.status()).toMatchObject({ queued: 0, running: 0 }), patient);
  const found = await createMemoryLedger({ store }).find(posts.map(({ id }) => id));
  expect([...found.values()].map(({ outcome, code }) => [outcome, code])).toEqual([
    ['silent', 'not-mentioned'],
    ['joined', undefined],
    ['answered', undefined],
  ]);
});

it('The ledger records the reason of a refusal, also of one that takes time', async () => {
  const { alice, ops, bot, store } = await openOffice();
  const { heard } = await bot({
    accept: ({ message }) => {
      if (message === 'at once') return { silent: 'boring' };
      return message === 'later' ? Promise.resolve({ silent: 'boring too' }) : true;
    },
  });
  const posts = [];
  for (const text of ['at once', 'later', 'wanted']) posts.push(await alice.says(text, { in: ops }));
  expect(await heard(1)).toEqual(['wanted']);
  const found = await createMemoryLedger({ store }).find(posts.map(({ id }) => id));
  expect([...found.values()].map(({ code }) => code).slice(0, 2)).toEqual(['boring', 'boring too']);
});

it('A call of accept that failed is repeated', async () => {
  const { alice, ops, bot } = await openOffice();
  let asked = 0;
  const { heard } = await bot({
    accept: async ({ message }) => {
      asked += 1;
      if (asked === 1) throw new Error('could not look that up');
      return message !== '';
    },
  });
  await alice.says('one', { in: ops });
  expect(await heard(1)).toEqual(['one']);
  expect(asked).toBe(2);
});

it('An edit changes a waiting post and a deletion removes it', async () => {
  const { alice, ops, bot } = await openOffice();
  const { turns, handle } = lasting();
  const { heard, inbox } = await bot({ handle });
  await alice.says('one', { in: ops });
  const two = await alice.says('two', { in: ops });
  const three = await alice.says('three', { in: ops });
  await alice.edits(two, 'two, corrected');
  await alice.deletes(three);
  await vi.waitFor(() => expect(inbox.status()).toMatchObject({ queued: 1, running: 1 }), patient);
  await alice.says('four', { in: ops });
  await vi.waitFor(() => expect(inbox.status()).toMatchObject({ queued: 2 }), patient);
  turns[0]?.end();
  await heard(2);
  turns[1]?.end();
  expect(await heard(3)).toEqual(['one', 'two, corrected', 'four']);
});

it('An edit wakes an ignored post until it is answered', async () => {
  const { alice, ops, bot } = await openOffice();
  const { heard, handled } = await bot({ accept: ({ message }) => message.includes('@claw') });
  const post = await alice.says('hello', { in: ops });
  await alice.edits(post, 'hello there');
  await alice.edits(post, '@claw hello there');
  await heard(1);
  await alice.edits(post, '@claw hello there, again');
  await alice.says('@claw bye', { in: ops });
  await heard(2);
  expect(handled).toEqual(['@claw hello there', '@claw bye']);
});

it('A post that was deleted during its turn is not retried', async () => {
  const { alice, ops, bot } = await openOffice();
  const { turns, handle } = lasting();
  const { heard, handled, inbox } = await bot({ handle });
  const one = await alice.says('one', { in: ops });
  await heard(1);
  await alice.deletes(one);
  await alice.says('two', { in: ops });
  await vi.waitFor(() => expect(inbox.status().queued).toBe(1), patient);
  turns[0]?.fail();
  await heard(2);
  expect(handled).toEqual(['one', 'two']);
});

it('A turn names the source of its post, also when it is retried', async () => {
  const { alice, ops, bot } = await openOffice();
  const sources: string[] = [];
  const first = await bot({
    accept: ({ message, user_id }) => user_id === alice.id && message !== 'boring',
    handle: async ({ message }, { source, attempt }) => {
      sources.push(`${message}: ${source}`);
      if (message === 'shaky' && attempt === 1) throw new Error('not yet');
      if (message === 'endless') await new Promise(() => {});
    },
    stopTimeoutMs: 10,
  });
  await alice.says('shaky', { in: ops });
  await first.heard(2);
  const boring = await alice.says('boring', { in: ops });
  await alice.edits(boring, 'exciting');
  await first.heard(3);
  await alice.says('endless', { in: ops });
  await first.heard(4);
  await first.stop();
  await alice.says('missed', { in: ops });
  const second = await bot({ handle: async ({ message }, { source }) => void sources.push(`${message}: ${source}`) });
  await second.heard(2);
  expect(sources).toEqual([
    'shaky: live',
    'shaky: live',
    'exciting: edited',
    'endless: live',
    'endless: left-over',
    'missed: caught-up',
  ]);
});
