import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  ChoiceClosedError,
  type Claim,
  type ClickEvent,
  ControlError,
  createMemoryStore,
  createSqliteStore,
  issueChoice,
  issueDialog,
  renewChoice,
  type Ticket,
  type TicketStore,
} from '../../src/index.ts';
import { ticketStoreCases } from '../../src/ticket-store-suite.ts';
import { randomId } from '../../src/tickets/random-id.ts';
import { openSqlite, storeKinds } from '../support/stores.ts';

const callbackUrl = 'https://bot.example.com/mattermost/interactions/default';
const controls = [
  { label: 'Yes', value: 'yes' },
  { label: 'No', value: 'no' },
];
const place = { accountId: 'default', channelId: 'c1', callbackUrl, controls };

function ticketIdsOf(attachments: readonly { actions: readonly { integration: { context: object } }[] }[]): string[] {
  return attachments.flatMap(({ actions }) =>
    actions.map(({ integration }) => (integration.context as { _ticket: string })._ticket),
  );
}

function claimOf(ticket: Ticket): Claim {
  return { id: randomId(), ticket, userId: 'u1', postId: 'p1', at: 0 };
}

async function issueTwo(store: TicketStore): Promise<{ choiceId: string; tickets: Ticket[] }> {
  const { id, attachments } = await issueChoice(store, place);
  const tickets = await Promise.all(ticketIdsOf(attachments).map(one => store.find(one)));
  return { choiceId: id, tickets: tickets as Ticket[] };
}

describe.each(storeKinds)('a store $name', ({ name, create }) => {
  for (const { name: sentence, run } of ticketStoreCases) it(`${sentence} (${name})`, () => run(create));

  it(`A wrong limit of a store ${name} is a TypeError that names it`, () => {
    const limits = { maxChoices: 1, maxPerPerson: 1, now: () => 0 };
    expect(() => create({ ...limits, maxChoices: 0 })).toThrow(/^maxChoices: expected a whole number above 0, got 0$/);
    expect(() => create({ ...limits, maxPerPerson: 0.5 })).toThrow(/^maxPerPerson: /);
  });
});

describe('issueChoice', () => {
  it('An issued ticket has all fields of its button and its place', async () => {
    const store = createMemoryStore();
    const options = { ...place, userId: 'u1', uses: 'any' as const, expiresInMs: 10, testing: { now: () => 5 } };
    const { id, attachments } = await issueChoice(store, options);
    const [first = ''] = ticketIdsOf(attachments);
    expect(await store.find(first)).toEqual({
      id: first,
      kind: 'button',
      accountId: 'default',
      channelId: 'c1',
      postId: undefined,
      userId: 'u1',
      choiceId: id,
      uses: 'any',
      page: 0,
      actionId: expect.stringMatching(/^ticket0[a-z2-7]{8}yes$/),
      label: 'Yes',
      value: 'yes',
      options: [],
      expiresAt: 15,
    });
  });

  it('The post contains nothing but random ids', async () => {
    const { attachments } = await issueChoice(createMemoryStore(), place);
    for (const { id, integration } of attachments[0]!.actions) {
      expect(id).toMatch(/^ticket0[A-Za-z0-9]+$/);
      expect(integration.context).toEqual({ action_id: id, _ticket: expect.stringMatching(/^[a-z2-7]{32}$/) });
    }
  });

  it('A disabled button has no ticket, because Mattermost delivers clicks on it', async () => {
    const two = [...controls, { label: 'Later', value: 'later', disabled: true }];
    const { attachments } = await issueChoice(createMemoryStore(), { ...place, controls: two });
    expect(ticketIdsOf(attachments)).toEqual([expect.any(String), expect.any(String), undefined]);
  });

  it('Two choices on one post have different action ids', async () => {
    const store = createMemoryStore();
    const choices = await Promise.all([issueChoice(store, place), issueChoice(store, place)]);
    const ids = choices.flatMap(({ attachments }) => attachments.flatMap(({ actions }) => actions.map(({ id }) => id)));
    expect(new Set(ids).size).toBe(4);
  });

  it('issueChoice refuses what a ticket cannot keep', async () => {
    const issue = (options: object) => issueChoice(createMemoryStore(), { ...place, ...options });
    await expect(issue({ controls: [{ label: 'a', value: 'a', context: { x: 1 } }] })).rejects.toThrow(ControlError);
    await expect(issue({ expiresInMs: 0 })).rejects.toThrow(/^expiresInMs: expected milliseconds above 0, got 0$/);
    await expect(issue({ channelId: '' })).rejects.toThrow(/^channelId: expected an id, got an empty text$/);
    await expect(issue({ uses: 'twice' })).rejects.toThrow(/^uses: expected one of once, once-per-person, any, got/);
    await expect(issue({ callbackUrl: 'https://x/plugins' })).rejects.toThrow(/plugins/);
  });

  it('The state of a prepared dialog is its ticket', async () => {
    const store = createMemoryStore();
    const elements = [{ display_name: 'Amount', name: 'amount', type: 'text' }];
    const dialog = { callback_id: 'cb', title: 'Title', elements };
    const options = { ...place, triggerId: 't1', userId: 'u1', dialog, value: 'order 17' };
    const body = await issueDialog(store, options);
    expect(body).toEqual({ trigger_id: 't1', url: callbackUrl, dialog: { ...dialog, state: body.dialog.state } });
    expect(await store.find(body.dialog.state)).toMatchObject({ kind: 'dialog', userId: 'u1', value: 'order 17' });
  });
});

describe('renewChoice', () => {
  const content = { callbackUrl, controls: [{ label: 'Next', value: 'next' }] };
  const click = (ticket: Ticket | undefined) => ({ id: randomId(), ticket, userId: 'u1', postId: 'p1' });

  it('The next page of a choice is for the same people on the same post', async () => {
    const store = createMemoryStore();
    const { choiceId, tickets } = await issueTwo(store);
    await store.bind(choiceId, 'p1');
    const renewed = await renewChoice(store, click(await store.find(tickets[0]!.id)), content);
    expect(renewed.id).toBe(choiceId);
    const next = await store.find(ticketIdsOf(renewed.attachments)[0]!);
    expect(next).toMatchObject({ postId: 'p1', userId: undefined, value: 'next', page: 1 });
  });

  it('A choice that another click has made cannot be renewed', async () => {
    const store = createMemoryStore();
    const { tickets } = await issueTwo(store);
    await store.claim(claimOf(tickets[1]!));
    await expect(renewChoice(store, click(tickets[0]), content)).rejects.toThrow(ChoiceClosedError);
  });

  it('A click without a ticket cannot be renewed, and a choice that counts once cannot count a renewal', async () => {
    const store = createMemoryStore();
    const { tickets } = await issueTwo(store);
    await expect(renewChoice(store, click(undefined), content)).rejects.toThrow(/^click: expected a click on a button/);
    const counted = renewChoice(store, click(tickets[0]) as ClickEvent, { ...content, countClick: true });
    await expect(counted).rejects.toThrow(/^countClick: expected false/);
  });
});

const Database = openSqlite();
if (Database !== undefined) {
  describe('SQLite', () => {
    it('Two connections share the tickets of a file, and one of them wins a choice', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'mm-tickets-'));
      onTestFinished(() => rmSync(dir, { recursive: true }));
      const open = () => {
        const database = new Database(join(dir, 'tickets.sqlite'));
        onTestFinished(() => database.close());
        return createSqliteStore(database);
      };
      const [one, other] = [open(), open()];
      const { choiceId, tickets } = await issueTwo(one);
      await other.bind(choiceId, 'p1');
      const ticket = (await open().find(tickets[0]!.id))!;
      expect(ticket.postId).toBe('p1');
      expect(await Promise.all([one.claim(claimOf(ticket)), other.claim(claimOf(ticket))])).toEqual([true, false]);
    });

    it('SQLite stores all tickets of a choice or none, also inside a transaction of the caller', async () => {
      const database = new Database(':memory:');
      const store = createSqliteStore(database);
      const { tickets } = await issueTwo(store);
      const [first] = tickets as [Ticket];
      const twin = { ...first, choiceId: 'other', id: randomId() };
      database.exec('BEGIN');
      await expect(store.add([twin, { ...twin }])).rejects.toThrow(/UNIQUE/);
      expect(await store.find(twin.id)).toBeUndefined();
      await store.add([twin]);
      database.exec('ROLLBACK');
      expect(await store.find(twin.id)).toBeUndefined();
      expect(await store.find(first.id)).toEqual(first);
    });

    it('Tickets that the first version of the tables stored are still valid', async () => {
      const database = new Database(':memory:');
      const ticketId = randomId();
      const facts = {
        id: ticketId,
        kind: 'button',
        accountId: 'default',
        channelId: 'c1',
        choiceId: 'old',
        expiresAt: 10,
      };
      database.exec(`
        CREATE TABLE mm_choices (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, expires_at INTEGER NOT NULL, claimed_by TEXT);
        CREATE TABLE mm_tickets (id TEXT PRIMARY KEY, choice_id TEXT NOT NULL, facts TEXT NOT NULL) WITHOUT ROWID;
        INSERT INTO mm_choices (id, expires_at) VALUES ('old', 10);
        INSERT INTO mm_tickets VALUES ('${ticketId}', 'old', '${JSON.stringify(facts)}');
      `);
      createSqliteStore(database);
      const store = createSqliteStore(database);
      const ticket = (await store.find(ticketId))!;
      expect(ticket).toEqual({ ...facts, uses: 'once', page: 0, postId: undefined, userId: undefined });
      const claim = claimOf(ticket);
      expect(await store.claim(claim)).toBe(true);
      expect(await store.claim(claimOf(ticket))).toBe(false);
      expect(await store.renew(claim, [{ ...ticket, id: randomId() }], false)).toBe(true);
      expect(await store.claim(claimOf(ticket))).toBe(true);
    });
  });
}
