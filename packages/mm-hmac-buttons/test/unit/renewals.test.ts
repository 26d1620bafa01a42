import { describe, expect, it } from 'vitest';
import { type ClickEvent, type ClickReply, createMemoryStore, renewChoice, type TicketStore } from '../../src/index.ts';
import { answer, callbackUrl, contextOf, issue, type LooseOptions, setUp } from '../support/receivers.ts';
import { clickBody, requestWith } from '../support/requests.ts';

const next = { callbackUrl, controls: [{ label: 'Next', value: 'next' }] };

/** A receiver whose clicks on "Yes" lead to the next page and whose other clicks are final. */
function setUpPages(finish: (reply: ClickReply) => Promise<ClickReply>, options: Partial<LooseOptions> = {}) {
  const store = createMemoryStore();
  const pages: object[] = [];
  const onClick = async (event: ClickEvent) => {
    if (event.value !== 'yes') return undefined;
    const { attachments } = await renewChoice(store, event, next);
    pages.push(contextOf(attachments));
    return await finish({ update: { message: 'Page 2', file_ids: [], props: { attachments } } });
  };
  return { ...setUp({ store, onClick, ...options }), pages };
}

async function codeOf(receive: ReturnType<typeof setUp>['receive'], body: object): Promise<string> {
  const outcome = await receive(requestWith(body));
  return outcome.accepted ? 'accepted' : outcome.refusal.code;
}

describe('renewChoice in a handler', () => {
  it('The update of a renewed choice contains the new buttons, which can be clicked', async () => {
    const { receive, store, pages } = setUpPages(async reply => reply);
    const choice = await issue(store);
    const outcome = await receive(requestWith(choice.body(0)));
    expect(answer(outcome.response.body)).toMatchObject({ update: { message: 'Page 2' } });
    expect(await codeOf(receive, { ...clickBody, context: pages[0] })).toBe('accepted');
    expect(await codeOf(receive, choice.body(1))).toBe('already-made');
  });

  it.each<[string, (reply: ClickReply) => Promise<ClickReply>, Partial<LooseOptions>]>([
    ['its handler fails afterwards', () => Promise.reject(new Error('db down')), {}],
    ['its reply is refused by the library', async () => ({ update: { message: 'Page 2' } }), {}],
    [
      'its reply comes too late',
      reply => new Promise(resolve => setTimeout(resolve, 60, reply)),
      { answerWithinMs: 20 },
    ],
    ['the network loses its reply', async reply => reply, {}],
  ])('The old buttons of a renewed choice can still be clicked when %s', async (_, finish, options) => {
    const { receive, store, pages } = setUpPages(finish, options);
    const choice = await issue(store);
    await receive(requestWith(choice.body(0)));
    expect(await codeOf(receive, choice.body(0))).not.toMatch(/ticket|made/);
    expect(pages).toHaveLength(2);
    expect(await codeOf(receive, choice.body(1))).toBe('accepted');
    expect(await codeOf(receive, choice.body(1))).toBe('already-made');
    expect(await codeOf(receive, { ...clickBody, context: pages[1] })).toBe('already-made');
  });

  it('Each of several people who turn the same page gets buttons that work', async () => {
    const { receive, store, pages } = setUpPages(async reply => reply);
    const choice = await issue(store);
    for (let times = 0; times < 3; times++) expect(await codeOf(receive, choice.body(0))).toBe('accepted');
    expect(await codeOf(receive, { ...clickBody, context: pages[0] })).toBe('accepted');
  });
});

describe('polls', () => {
  it('Three simultaneous votes count when a choice counts once per person, and a second vote does not', async () => {
    const store: TicketStore = createMemoryStore();
    const votes: string[] = [];
    const onClick = async (event: ClickEvent) => {
      votes.push(event.userId);
      const controls = [{ label: `Yes (${votes.length})`, value: 'yes' }];
      const { attachments } = await renewChoice(store, event, { callbackUrl, controls, countClick: true });
      return { update: { message: 'Vote', file_ids: [], props: { attachments } } };
    };
    const { receive } = setUp({ store, onClick });
    const choice = await issue(store, { uses: 'once-per-person' });
    const people = ['anna', 'bert', 'cleo'];
    const vote = (userId: string) => codeOf(receive, { ...choice.body(), user_id: userId });
    expect(await Promise.all(people.map(vote))).toEqual(['accepted', 'accepted', 'accepted']);
    expect(votes.sort()).toEqual(people);
    expect(await vote('anna')).toBe('already-made');
    await store.remove(choice.id);
    expect(await vote('dora')).toBe('unknown-ticket');
  });

  it('A vote is open again when its handler fails', async () => {
    const store = createMemoryStore();
    const choice = await issue(store, { uses: 'once-per-person' });
    const failing = setUp({ store, onClick: () => Promise.reject(new Error('no')) });
    expect(await codeOf(failing.receive, choice.body())).toBe('handler-failed');
    expect(await codeOf(setUp({ store }).receive, choice.body())).toBe('accepted');
  });

  it('A choice that counts any number of times is an event for every click until it expires', async () => {
    let time = 0;
    const testing = { now: () => time };
    const { receive, events, store } = setUp({ testing });
    const choice = await issue(store, { uses: 'any', expiresInMs: 1_000, testing });
    for (let times = 0; times < 3; times++) expect(await codeOf(receive, choice.body())).toBe('accepted');
    expect(events).toHaveLength(3);
    time = 1_000;
    expect(await codeOf(receive, choice.body())).toBe('expired');
  });
});
