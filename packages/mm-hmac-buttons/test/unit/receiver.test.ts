import { describe, expect, it } from 'vitest';
import {
  buildButtonAttachments,
  createInteractionReceiver,
  createMemoryStore,
  type ReceiverOptions,
  type TicketStore,
} from '../../src/index.ts';
import {
  accountId,
  answer,
  botToken,
  buttons,
  callbackUrl,
  contextOf,
  issue,
  type LooseOptions,
  setUp,
} from '../support/receivers.ts';
import { clickBody, requestWith } from '../support/requests.ts';

describe('an answer', () => {
  it('The receiver answers in time when a claim hangs, and releases a claim that succeeds late', async () => {
    const memory = createMemoryStore();
    let claim: () => Promise<boolean> = async () => false;
    const store: TicketStore = {
      ...memory,
      claim: one =>
        new Promise(resolve => {
          claim = async () => {
            const won = await memory.claim(one);
            resolve(won);
            return won;
          };
        }),
    };
    const { receive, events } = setUp({ store, answerWithinMs: 50 });
    const choice = await issue(memory);
    const call = await receive(requestWith(choice.body()));
    expect(call).toMatchObject({ refusal: { code: 'validation-failed' }, response: { status: 200 } });
    expect(answer(call.response.body)).toMatchObject({
      ephemeral_text: expect.stringMatching(/^Something went wrong/),
    });
    expect(await claim()).toBe(true);
    await new Promise(resolve => setImmediate(resolve));
    expect(events).toEqual([]);
    expect((await setUp({ store: memory }).receive(requestWith(choice.body()))).accepted).toBe(true);
  });

  it('Answers and log lines contain no token and no header', async () => {
    const attachments = buildButtonAttachments({ callbackUrl, channelId: 'any', botToken, buttons });
    const { receive, logged } = setUp({
      botTokens: [botToken],
      findPost: async () => Promise.reject(new Error('down')),
    });
    const headers = { authorization: 'Bearer sessiontokenofalice' };
    const call = await receive(requestWith({ ...clickBody, context: contextOf(attachments) }, { headers }));
    expect(call).toMatchObject({ refusal: { code: 'validation-failed' } });
    const said = JSON.stringify([call, logged]);
    for (const secret of [botToken, 'sessiontokenofalice', (contextOf(attachments) as { _token: string })._token]) {
      expect(said).not.toContain(secret);
    }
  });
});

describe('failures', () => {
  const broken = () => {
    throw new Error('broken');
  };

  it.each<[string, Partial<LooseOptions>]>([
    ['a logger that throws', { logger: { warn: broken, error: broken } }],
    ['a logger that rejects', { logger: { warn: async () => broken(), error: async () => broken() } as never }],
    ['a store whose release throws', { store: { ...createMemoryStore(), release: broken }, onClick: broken }],
    ['a store whose methods throw', { store: { ...createMemoryStore(), find: broken, claim: broken } }],
    ['an authorize that throws', { authorize: broken }],
    ['a handler that throws undefined', { onClick: () => Promise.reject(undefined) }],
  ])('The receiver answers with %s', async (_, options) => {
    const { receive, store } = setUp(options);
    for (const body of ['nonsense', (await issue(store)).body(), clickBody]) {
      for (const method of ['GET', 'POST']) {
        const outcome = await receive(requestWith(body, { method }));
        expect(JSON.parse(outcome.response.body)).toBeTypeOf('object');
      }
    }
    await new Promise(resolve => setImmediate(resolve));
  });

  it('The receiver answers a request without the fields that its type demands', async () => {
    const { receive, logged } = setUp({ path: '/clicks' });
    const outcome = await receive({} as never);
    expect(outcome).toMatchObject({ accepted: false, refusal: { code: 'validation-failed' } });
    expect(logged[0]).toEqual(['the receiver failed', expect.any(TypeError)]);
  });

  it('A failing handler of a receiver without a logger becomes a warning of the process', async () => {
    const { receive, store } = setUp({ onClick: () => Promise.reject(new Error('db down')), logger: undefined });
    const choice = await issue(store);
    const warned = new Promise<Error & { detail?: string }>(resolve => process.once('warning', resolve));
    await receive(requestWith(choice.body()));
    const { name, message, detail } = await warned;
    expect([name, message]).toEqual([
      'InteractionWarning',
      expect.stringMatching(/^interaction .*: the handler failed$/),
    ]);
    expect(detail).toContain('db down');
  });

  it('A refusal is logged with its sender, person and place', async () => {
    const { receive, logged, store } = setUp();
    const { body, id } = await issue(store);
    await store.bind(id, clickBody.post_id);
    const outcome = await receive(requestWith({ ...body(), post_id: `another${'x'.repeat(100)}` }));
    const details = {
      code: 'post-mismatch',
      accountId,
      address: '127.0.0.1',
      userId: clickBody.user_id,
      channelId: clickBody.channel_id,
      postId: `another${'x'.repeat(57)}`,
    };
    expect(logged).toEqual([['the click comes from another post', details]]);
    expect(outcome).toMatchObject({ details });
    const slow = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    await setUp({ bodyTimeoutMs: 1, logger: { warn: (...args) => logged.push(args), error() {} } }).receive(
      requestWith('', { body: slow }),
    );
    expect(logged[1]).toEqual([
      'the body did not arrive in time',
      { code: 'body-timeout', accountId, address: '127.0.0.1' },
    ]);
  });
});

describe('texts', () => {
  const failing = { onClick: () => Promise.reject(new Error('no')), authorize: undefined };

  it('A text that is undefined is the default one', async () => {
    const texts = { notAllowed: undefined, failed: undefined };
    const { receive, store } = setUp({ texts, authorize: async () => ({ allowed: false, text: ' ' }) });
    const outcome = await receive(requestWith((await issue(store)).body()));
    expect(answer(outcome.response.body)).toMatchObject({ ephemeral_text: 'You are not allowed to use this.' });
  });

  it('A failure is a text for the person, or a status when the text is null', async () => {
    const own = setUp({ ...failing, texts: { failed: 'Kaputt.' } });
    const told = await own.receive(requestWith((await issue(own.store)).body()));
    expect(told.response).toMatchObject({ status: 200, body: expect.stringContaining('"ephemeral_text":"Kaputt."') });
    const silent = setUp({ ...failing, texts: { failed: null } });
    const { response } = await silent.receive(requestWith((await issue(silent.store)).body()));
    expect(response).toMatchObject({ status: 500, body: '{"error":"Interaction handler failed"}' });
  });

  it('An update that fails leaves only the log when its text is null', async () => {
    const { receive, store } = setUp({ texts: { notUpdated: null }, reply: { update: { message: 'x' } } });
    const outcome = await receive(requestWith((await issue(store)).body()));
    expect(outcome.response).toMatchObject({ status: 200, body: '{}' });
  });
});

describe('createInteractionReceiver', () => {
  const onClick = async () => undefined;
  it.each<[RegExp, object]>([
    [/accountId/, { onClick }],
    [/onClick/, { accountId }],
    [/store.*botTokens/, { accountId, onClick }],
    [/findPost/, { accountId, onClick, botTokens: ['x'] }],
    [/path/, { accountId, onClick, store: createMemoryStore(), path: 'x' }],
    [/10\.0\.0\.0\/99/, { accountId, onClick, store: createMemoryStore(), allowedSources: ['10.0.0.0/99'] }],
    [/maxBodyBytes/, { accountId, onClick, store: createMemoryStore(), maxBodyBytes: 0 }],
    [
      /^texts.expired: expected a text, got an empty text$/,
      { accountId, onClick, store: createMemoryStore(), texts: { expired: '' } },
    ],
    [
      /^texts.expired: expected a text, got null$/,
      { accountId, onClick, store: createMemoryStore(), texts: { expired: null } },
    ],
    [/answerWithinMs/, { accountId, onClick, store: createMemoryStore(), answerWithinMs: Number.NaN }],
  ])('A wrong option of the receiver is named: %s', (message, options) => {
    expect(() => createInteractionReceiver(options as ReceiverOptions)).toThrow(TypeError);
    expect(() => createInteractionReceiver(options as ReceiverOptions)).toThrow(message);
  });
});
