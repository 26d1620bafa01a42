import type { InboxPost, Turn } from '@clawmost/mm-inbox';
import type { PolicySettings } from '@clawmost/mm-policy';
import { HttpError } from '@clawmost/mm-rest';
import { describe, expect, it, vi } from 'vitest';
import { markerProps } from '../../../src/answers/marker.ts';
import type { FactSources } from '../../../src/messages/facts.ts';
import { type AdmittedPost, createPostHandler } from '../../../src/messages/handle-post.ts';
import { ids, judgeWith, postWith, sourcesWith } from '../../support/inbound-facts.ts';

const open: PolicySettings = { groupPolicy: 'open', dmPolicy: 'open', allowFrom: ['*'], allowBots: 'all' };

/** A handler whose agent answers everything. */
function handler(
  settings: PolicySettings,
  given: Partial<FactSources> = {},
  debounceMs = 0,
  end: () => Promise<unknown> = async () => {},
) {
  const codes: string[] = [];
  const answered: string[][] = [];
  const bots: string[] = [];
  const { accept, handle } = createPostHandler({
    sources: sourcesWith(given),
    judge: judgeWith(settings),
    bots: { spent: () => false, note: (channelId, subject) => void bots.push(`${channelId} ${subject}`) },
    notes: { silent: (_, code) => void codes.push(code), ended: (_, code) => void codes.push(code) },
    debounceMs: () => debounceMs,
    answer: async (post, before, turn, taken) => {
      turn.handedOver();
      taken();
      await end();
      answered.push([...before, post].map((each: AdmittedPost) => each.judgement.decision.text));
      return { outcome: 'answered', code: 'delivered' };
    },
    pair: async () => 'pairing-code-posted',
  });
  const { signal } = new AbortController();
  const adopted: string[] = [];
  const turnOf = (id: string, wasAdopted: boolean) =>
    ({ signal, wasAdopted, handedOver: () => {}, adopted: async () => void adopted.push(id) }) as unknown as Turn;
  return {
    ...{ codes, answered, bots },
    accept: (post: Partial<InboxPost>) => accept(postWith(post) as InboxPost, { source: 'live' }),
    adopted,
    handle: (post: Partial<InboxPost>, wasAdopted = false) =>
      handle(postWith(post) as InboxPost, turnOf(post.id ?? 'post', wasAdopted)),
  };
}

function failingWith(error: unknown): Partial<FactSources> {
  const { lookup } = sourcesWith();
  return { lookup: { ...lookup, channels: { ...lookup.channels, get: () => Promise.reject(error) } } };
}

const answerOf = (status: number) =>
  new HttpError('No.', 'GET /channels/town', { status, id: 'some.error', requestId: undefined });

describe('a post that arrives', () => {
  it('is wanted, or refused with the reason', async () => {
    const { accept, codes } = handler(open);
    expect(await accept({})).toBe(true);
    expect(await accept({ message: 'hello' })).toEqual({ silent: 'not-mentioned' });
    expect(codes).toEqual(['not-mentioned']);
  });

  it('is kept for its turn where what it rests on cannot be looked up now', async () => {
    expect(await handler(open, failingWith(new Error('down'))).accept({})).toBe(true);
  });

  it('of the bot itself says in which thread it has answered, if it is marked as an answer', async () => {
    const noted: unknown[] = [];
    const participation = { lastAnswerAt: () => undefined, note: (...what: unknown[]) => void noted.push(what) };
    const { accept, codes } = handler(open, { participation });
    const props = markerProps({ delivery: 'd', answers: [], part: 1, of: 1, state: 'final' });
    const own = { user_id: ids.bot, root_id: 'root', create_at: 42 };
    expect(await accept({ ...own, props })).toEqual({ silent: 'own-post' });
    await accept(own);
    await accept({ ...own, props, root_id: '' });
    await accept({ ...own, props, user_id: ids.alice });
    expect(noted).toEqual([['root', 42]]);
    expect(codes).not.toContain('own-post');
  });
});

describe('a post whose turn has come', () => {
  it('is answered, and how it ended is noted', async () => {
    const { handle, answered, codes } = handler(open);
    expect(await handle({})).toEqual({ outcome: 'answered', code: 'delivered' });
    expect([answered, codes]).toEqual([[['hello']], ['delivered']]);
  });

  it('is decided anew: what was edited meanwhile counts', async () => {
    const { handle, codes } = handler(open);
    expect(await handle({ message: 'never mind' })).toEqual({ outcome: 'silent', code: 'not-mentioned' });
    expect(codes).toEqual(['not-mentioned']);
  });

  it('of a stranger brings a code', async () => {
    const stranger = { channel_id: ids.dm, message: 'hello' };
    expect(await handler({}).handle(stranger)).toEqual({ outcome: 'silent', code: 'pairing-code-posted' });
  });

  it.each([403, 404])('is silent where its channel or its author is gone: %i', async status => {
    const { handle, codes } = handler(open, failingWith(answerOf(status)));
    expect(await handle({})).toEqual({ outcome: 'silent', code: 'channel-or-author-gone' });
    expect(codes).toEqual(['channel-or-author-gone']);
  });

  it('is tried again where the server has trouble', async () => {
    await expect(handler(open, failingWith(answerOf(502))).handle({})).rejects.toThrow();
  });

  it('of another bot counts as an exchange, once', async () => {
    const { handle, bots } = handler(open);
    await handle({ user_id: ids.robo });
    await handle({});
    expect(bots).toEqual(['town robo']);
  });
});

describe('posts in quick succession', () => {
  it('are one turn for each person and thread, and the earlier ones are joined to it', async () => {
    const { handle, answered, codes } = handler(open, {}, 20);
    const ends = await Promise.all([
      handle({ id: 'one', message: '@claw one' }),
      handle({ id: 'two', message: '@claw two' }),
      handle({ id: 'other', message: '@claw beside', root_id: 'root' }),
    ]);
    expect(ends).toMatchObject([{ code: 'debounced' }, { code: 'delivered' }, { code: 'delivered' }]);
    expect(answered.toSorted()).toEqual([['beside'], ['one', 'two']]);
    expect(codes.toSorted()).toEqual(['debounced', 'delivered', 'delivered']);
  });

  it('belong to the host together, and end together: a crash between leaves none out', async () => {
    const end = Promise.withResolvers<void>();
    const { handle, adopted, codes } = handler(open, {}, 20, () => end.promise);
    const ends = ['one', 'two'].map(id => handle({ id, message: `@claw ${id}` }));
    await vi.waitUntil(() => adopted.length > 0);
    expect([adopted, codes]).toEqual([['one'], []]);
    end.resolve();
    expect(await Promise.all(ends)).toMatchObject([{ code: 'debounced' }, { code: 'delivered' }]);
  });

  it('are not put together again after a crash', async () => {
    const { handle, answered } = handler(open, {}, 20);
    await Promise.all(['one', 'two'].map(id => handle({ id, message: `@claw ${id}` }, true)));
    expect(answered).toEqual([['one'], ['two']]);
  });
});
