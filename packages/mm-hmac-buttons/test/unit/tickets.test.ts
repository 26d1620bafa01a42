import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type Claim,
  ControlError,
  createMemoryStore,
  createSqliteStore,
  issueChoice,
  issueDialog,
  renewChoice,
  type Ticket,
  type TicketStore,
} from '../../src/index.ts';
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

describe.each(storeKinds)('a store $name', ({ create }) => {
  it('The store finds an issued ticket with all its fields', async () => {
    const store = create();
    const { id, attachments } = await issueChoice(store, {
      ...place,
      userId: 'u1',
      expiresInMs: 10,
      testing: { now: () => 5 },
    });
    const [first = ''] = ticketIdsOf(attachments);
    expect(await store.find(first)).toEqual({
      id: first,
      kind: 'button',
      accountId: 'default',
      channelId: 'c1',
      postId: undefined,
      userId: 'u1',
      choiceId: id,
      actionId: expect.stringMatching(/^ticket0[a-z2-7]{8}yes$/),
      label: 'Yes',
      value: 'yes',
      options: [],
      expiresAt: 15,
    });
    expect(await store.find(randomId())).toBeUndefined();
  });

  it('Binding a choice binds all its tickets to the post', async () => {
    const store = create();
    const { choiceId, tickets } = await issueTwo(store);
    await store.bind(choiceId, 'p1');
    for (const { id } of tickets) expect(await store.find(id)).toMatchObject({ postId: 'p1' });
  });

  it('One claim holds a choice until that same claim is released', async () => {
    const store = create();
    const { tickets } = await issueTwo(store);
    const [first, second] = tickets.map(claimOf) as [Claim, Claim];
    expect(await store.claim(first)).toBe(true);
    expect(await store.claim(second)).toBe(false);
    await store.release(second);
    expect(await store.claim(second)).toBe(false);
    await store.release(first);
    expect(await store.claim(second)).toBe(true);
  });

  it('Binding a choice keeps its claim', async () => {
    const store = create();
    const { choiceId, tickets } = await issueTwo(store);
    await store.claim(claimOf(tickets[0]!));
    await store.bind(choiceId, 'p1');
    expect(await store.claim(claimOf(tickets[1]!))).toBe(false);
  });

  it('Renewing opens a choice again with new tickets, for the same people on the same post', async () => {
    const store = create();
    const { choiceId, tickets } = await issueTwo(store);
    await store.bind(choiceId, 'p1');
    const ticket = (await store.find(tickets[0]!.id))!;
    const claim = claimOf(ticket);
    await store.claim(claim);
    const renewed = await renewChoice(store, ticket, { callbackUrl, controls: [{ label: 'Next', value: 'next' }] });
    // A late release belongs to a claim that has ended.
    await store.release(claim);
    expect(renewed.id).toBe(choiceId);
    expect(await store.find(ticket.id)).toBeUndefined();
    expect(await store.claim(claimOf(ticket))).toBe(false);
    const next = (await store.find(ticketIdsOf(renewed.attachments)[0]!))!;
    expect(next).toMatchObject({ postId: 'p1', value: 'next' });
    expect(await store.claim(claimOf(next))).toBe(true);
  });

  it('The tickets of a removed choice are gone', async () => {
    const store = create();
    const { choiceId, tickets } = await issueTwo(store);
    await store.remove(choiceId);
    expect(await store.find(tickets[0]!.id)).toBeUndefined();
    expect(await store.claim(claimOf(tickets[0]!))).toBe(false);
    await store.bind(choiceId, 'p1');
  });

  it('A full store drops expired choices first, then the oldest', async () => {
    let time = 0;
    const now = () => time;
    const store = create({ maxChoices: 2, testing: { now } });
    const issue = async (expiresInMs: number) => {
      const { attachments } = await issueChoice(store, { ...place, expiresInMs, testing: { now } });
      return ticketIdsOf(attachments)[0]!;
    };
    const [first, brief] = [await issue(1_000), await issue(10)];
    time = 20;
    const third = await issue(1_000);
    expect(await Promise.all([first, brief, third].map(async id => (await store.find(id)) !== undefined))).toEqual([
      true,
      false,
      true,
    ]);
    const fourth = await issue(1_000);
    expect(await Promise.all([first, third, fourth].map(async id => (await store.find(id)) !== undefined))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('A wrong limit is a TypeError', () => {
    expect(() => create({ maxChoices: 0 })).toThrow(TypeError);
  });
});

describe('issuing', () => {
  it('The post contains nothing but random ids', async () => {
    const { attachments } = await issueChoice(createMemoryStore(), place);
    for (const { id, integration } of attachments[0]!.actions) {
      expect(id).toMatch(/^ticket0[A-Za-z0-9]+$/);
      expect(integration.context).toEqual({ action_id: id, _ticket: expect.stringMatching(/^[a-z2-7]{32}$/) });
    }
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
    await expect(issue({ expiresInMs: 0 })).rejects.toThrow(/expiresInMs/);
    await expect(issue({ callbackUrl: 'https://x/plugins' })).rejects.toThrow(/plugins/);
  });

  it('The state of a prepared dialog is its ticket', async () => {
    const store = createMemoryStore();
    const dialog = { callback_id: 'cb', title: 'Title' };
    const options = { ...place, triggerId: 't1', userId: 'u1', dialog, value: 'order 17' };
    const body = await issueDialog(store, options);
    expect(body).toEqual({ trigger_id: 't1', url: callbackUrl, dialog: { ...dialog, state: body.dialog.state } });
    expect(await store.find(body.dialog.state)).toMatchObject({ kind: 'dialog', userId: 'u1', value: 'order 17' });
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
  });
}
