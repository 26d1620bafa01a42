import assert from 'node:assert/strict';
import { randomId } from './tickets/random-id.ts';
import { maxNewerPages, type TicketStore } from './tickets/store.ts';
import type { Claim, Ticket } from './tickets/ticket.ts';

/** Options of the stores that the cases make: pass them on if your store has such limits. */
export interface TestedStoreOptions {
  /** How many choices and dialogs the store keeps. */
  readonly maxChoices: number;
  /** How many of them can be bound to one person. */
  readonly maxPerPerson: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Makes an empty store. Each case calls it once. */
export type CreateTestedStore = (options: TestedStoreOptions) => TicketStore | Promise<TicketStore>;

/** One thing that every ticket store does. */
export interface TicketStoreCase {
  /** A sentence for the test report. */
  readonly name: string;
  /** Whether the case is about `maxChoices` and `maxPerPerson`. Leave it out if your store has other limits. */
  readonly isAboutLimits: boolean;
  /** Rejects with an `AssertionError` when the store does something else. */
  run(createStore: CreateTestedStore): Promise<void>;
}

/**
 * What every {@link TicketStore} does, as cases for any test runner.
 *
 * @example
 * for (const { name, run } of ticketStoreCases) it(name, () => run(({ now }) => createMyStore({ now })));
 */
export const ticketStoreCases: readonly TicketStoreCase[] = [
  storeCase('A ticket store finds a ticket with all its fields', async store => {
    const [button, menu] = makeTickets(
      { userId: 'u1', page: 0 },
      { kind: 'select', options: [{ text: 'A', value: 'a' }] },
    );
    await store.add([button, menu]);
    assert.deepEqual(await store.find(button.id), button);
    assert.deepEqual(await store.find(menu.id), menu);
    assert.equal(await store.find(randomId()), undefined);
  }),
  storeCase('A ticket store binds all tickets of a choice to its post', async store => {
    const [first, second] = makeTickets();
    const [other] = makeTickets();
    await store.add([first, second]);
    await store.add([other]);
    await store.bind(first.choiceId, 'p1');
    await store.bind('unknown', 'p2');
    assert.deepEqual(await store.find(first.id), { ...first, postId: 'p1' });
    assert.deepEqual(await store.find(second.id), { ...second, postId: 'p1' });
    assert.deepEqual(await store.find(other.id), other);
  }),
  storeCase('A ticket store gives a choice to one of many simultaneous claims', async store => {
    const tickets = makeTickets();
    await store.add(tickets);
    const claims = Array.from({ length: 20 }, (_, index) => makeClaim(tickets[index % 2] ?? tickets[0], `u${index}`));
    const results = await Promise.all(claims.map(claim => store.claim(claim)));
    assert.equal(results.filter(Boolean).length, 1);
    assert.equal(await store.claim(makeClaim(tickets[0])), false);
  }),
  storeCase('A ticket store opens a choice only when the claim that holds it is released', async store => {
    const [ticket, another] = makeTickets();
    await store.add([ticket, another]);
    const [holder, loser] = [makeClaim(ticket), makeClaim(another)];
    assert.equal(await store.claim(holder), true);
    await store.release(loser);
    assert.equal(await store.claim(loser), false);
    await store.bind(ticket.choiceId, 'p1');
    assert.equal(await store.claim(loser), false);
    await store.release(holder);
    assert.equal(await store.claim(loser), true);
    await store.release(holder);
    assert.equal(await store.claim(holder), false);
  }),
  storeCase('A ticket store gives a choice once to each person when it counts once per person', async store => {
    const tickets = makeTickets({ uses: 'once-per-person' }, { uses: 'once-per-person' });
    await store.add(tickets);
    const claims = ['u1', 'u2', 'u1', 'u3', 'u2'].map((userId, index) =>
      makeClaim(tickets[index % 2] ?? tickets[0], userId),
    );
    const results = await Promise.all(claims.map(claim => store.claim(claim)));
    assert.equal(results.filter(Boolean).length, 3);
    const held = claims.filter((_, index) => results[index]);
    for (const claim of held) await store.release({ ...claim, id: randomId() });
    assert.equal(await store.claim(makeClaim(tickets[0], 'u1')), false);
    for (const claim of held.filter(({ userId }) => userId === 'u1')) await store.release(claim);
    assert.equal(await store.claim(makeClaim(tickets[0], 'u1')), true);
    assert.equal(await store.claim(makeClaim(tickets[0], 'u2')), false);
  }),
  storeCase('A ticket store gives a choice any number of times when it counts any number of times', async store => {
    const [ticket] = makeTickets({ uses: 'any' });
    await store.add([ticket]);
    for (let times = 0; times < 3; times++) assert.equal(await store.claim(makeClaim(ticket)), true);
    await store.remove(ticket.choiceId);
    assert.equal(await store.claim(makeClaim(ticket)), false);
  }),
  storeCase('A ticket store keeps the clicked page beside the next one, and opens the choice', async store => {
    const [ticket] = makeTickets({ userId: 'u1' });
    await store.add([ticket]);
    await store.bind(ticket.choiceId, 'p1');
    const claim = makeClaim(ticket);
    assert.equal(await store.claim(claim), true);
    const next = nextPageOf({ ...ticket, postId: 'p1' });
    assert.equal(await store.renew(claim, [next], false), true);
    assert.deepEqual(await store.find(next.id), { ...next, page: 1 });
    assert.equal((await store.find(ticket.id))?.page, 0);
    const again = makeClaim(ticket);
    assert.equal(await store.claim(again), true);
    await store.release(claim);
    assert.equal(await store.claim(makeClaim(next)), false);
    await store.release(again);
    assert.equal(await store.claim(makeClaim(next)), true);
    assert.equal(await store.claim(makeClaim(ticket)), false);
  }),
  storeCase(
    'A ticket store deletes pages older than the clicked one, and keeps a bounded number of newer ones',
    async store => {
      const [first] = makeTickets();
      await store.add([first]);
      const newer: Ticket[] = [];
      for (let times = 0; times < maxNewerPages + 2; times++) {
        newer.push(nextPageOf(first));
        assert.equal(await store.renew(makeClaim(first), newer.slice(-1), false), true);
      }
      const pages = await Promise.all(newer.map(async ({ id }) => (await store.find(id))?.page));
      assert.deepEqual(pages, [undefined, undefined, 3, 4, 5]);
      assert.equal((await store.find(first.id))?.page, 0);
      const clicked = await store.find(newer[3]?.id ?? '');
      assert.ok(clicked);
      const last = nextPageOf(clicked);
      assert.equal(await store.renew(makeClaim(clicked), [last], false), true);
      assert.deepEqual(
        await Promise.all(
          [first, newer[2], newer[3], newer[4], last].map(async one => (await store.find(one?.id ?? ''))?.page),
        ),
        [undefined, undefined, 4, 5, 6],
      );
    },
  ),
  storeCase('A ticket store renews no choice that another claim holds, and none that is gone', async store => {
    const [ticket] = makeTickets();
    const [vote] = makeTickets({ uses: 'once-per-person' });
    await store.add([ticket]);
    await store.add([vote]);
    for (const one of [ticket, vote]) {
      const late = makeClaim(one);
      assert.equal(await store.claim(late), true);
      await store.release(late);
      assert.equal(await store.claim(makeClaim(one)), true);
      const next = nextPageOf(one);
      assert.equal(await store.renew(late, [next], false), false);
      assert.equal(await store.find(next.id), undefined);
      assert.equal(await store.claim(makeClaim(one)), false);
      await store.remove(one.choiceId);
      assert.equal(await store.renew(late, [next], false), false);
      assert.equal(await store.find(next.id), undefined);
    }
  }),
  storeCase('A ticket store can renew a choice and keep the claim, so that a vote counts', async store => {
    const [ticket] = makeTickets({ uses: 'once-per-person' });
    await store.add([ticket]);
    const claim = makeClaim(ticket);
    assert.equal(await store.claim(claim), true);
    const next = nextPageOf(ticket);
    assert.equal(await store.renew(claim, [next], true), true);
    assert.equal(await store.claim(makeClaim(next)), false);
    assert.equal(await store.claim(makeClaim(next, 'u2')), true);
    assert.equal(await store.claim(makeClaim(ticket, 'u2')), false);
  }),
  storeCase('A ticket store forgets a removed choice with its tickets and claims', async store => {
    const [ticket, vote] = [makeTickets()[0], makeTickets({ uses: 'once-per-person' })[0]];
    await store.add([ticket]);
    await store.add([vote]);
    for (const one of [ticket, vote]) {
      assert.equal(await store.claim(makeClaim(one)), true);
      await store.remove(one.choiceId);
      assert.equal(await store.find(one.id), undefined);
      assert.equal(await store.claim(makeClaim(one)), false);
      await store.bind(one.choiceId, 'p1');
      await store.add([one]);
      assert.equal(await store.claim(makeClaim(one)), true);
    }
  }),
  limitCase('A full ticket store drops expired choices first, then the oldest', async (create, clock) => {
    const store = await create({ maxChoices: 2, maxPerPerson: 2, now: () => clock.now });
    const add = async (expiresAt: number): Promise<Ticket> => {
      const [ticket] = makeTickets({ expiresAt });
      await store.add([ticket]);
      return ticket;
    };
    const [first, brief] = [await add(1_000), await add(10)];
    clock.now = 20;
    const third = await add(1_000);
    assert.deepEqual(await areFound(store, [first, brief, third]), [true, false, true]);
    await store.renew(makeClaim(first), [nextPageOf(first)], false);
    const fourth = await add(1_000);
    assert.deepEqual(await areFound(store, [first, third, fourth]), [true, false, true]);
  }),
  limitCase('One person cannot displace the choices of others from a ticket store', async (create, clock) => {
    const store = await create({ maxChoices: 10, maxPerPerson: 3, now: () => clock.now });
    const [approval] = makeTickets({ userId: 'boss' });
    const [open] = makeTickets();
    await store.add([approval]);
    await store.add([open]);
    const dialogs: Ticket[] = [];
    for (let times = 0; times < 20; times++) {
      const [dialog] = makeTickets({ kind: 'dialog', userId: 'mallory' });
      dialogs.push(dialog);
      await store.add([dialog]);
    }
    assert.deepEqual(await areFound(store, [approval, open]), [true, true]);
    assert.deepEqual(await areFound(store, dialogs.slice(-4)), [false, true, true, true]);
  }),
];

function storeCase(name: string, check: (store: TicketStore) => Promise<void>): TicketStoreCase {
  return {
    name,
    isAboutLimits: false,
    run: async createStore => await check(await createStore({ maxChoices: 1_000, maxPerPerson: 1_000, now: () => 0 })),
  };
}

function limitCase(
  name: string,
  check: (createStore: CreateTestedStore, clock: { now: number }) => Promise<void>,
): TicketStoreCase {
  return { name, isAboutLimits: true, run: async createStore => await check(createStore, { now: 0 }) };
}

/** Two tickets of one new choice. */
function makeTickets(first: Partial<Ticket> = {}, second: Partial<Ticket> = {}): [Ticket, Ticket] {
  const choiceId = randomId();
  return [
    makeTicket(choiceId, first),
    makeTicket(choiceId, { uses: first.uses ?? 'once', userId: first.userId, ...second }),
  ];
}

function makeTicket(choiceId: string, fields: Partial<Ticket>): Ticket {
  return {
    id: randomId(),
    kind: 'button',
    accountId: 'default',
    channelId: 'c1',
    postId: undefined,
    userId: undefined,
    choiceId,
    uses: 'once',
    page: 0,
    actionId: 'ticket0yes',
    label: 'Yes ✓',
    value: 'yes',
    options: [],
    expiresAt: 10_000,
    ...fields,
  };
}

function nextPageOf(ticket: Ticket): Ticket {
  return { ...ticket, id: randomId(), page: 0, value: 'next' };
}

function makeClaim(ticket: Ticket, userId = 'u1'): Claim {
  return { id: randomId(), ticket, userId, postId: 'p1', at: 0 };
}

async function areFound(store: TicketStore, tickets: readonly Ticket[]): Promise<boolean[]> {
  return await Promise.all(tickets.map(async ({ id }) => (await store.find(id)) !== undefined));
}
