import { describe, expect, it } from 'vitest';
import {
  buildButtonAttachments,
  createInteractionReceiver,
  createMemoryStore,
  type ReceiverOptions,
  type TicketStore,
} from '../../src/index.ts';
import { accountId, botToken, buttons, callbackUrl, contextOf, issue, setUp } from '../support/receivers.ts';
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
    expect(call).toMatchObject({ refusal: { code: 'validation-failed' }, response: { status: 500 } });
    expect(await claim()).toBe(true);
    await new Promise(resolve => setImmediate(resolve));
    expect(events).toEqual([]);
    expect((await setUp({ store: memory }).receive(requestWith(choice.body()))).accepted).toBe(true);
  });

  it('Answers and log lines contain no token and no header', async () => {
    const attachments = buildButtonAttachments({ callbackUrl, botToken, buttons });
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
    [/answerWithinMs/, { accountId, onClick, store: createMemoryStore(), answerWithinMs: Number.NaN }],
  ])('A wrong option of the receiver is named: %s', (message, options) => {
    expect(() => createInteractionReceiver(options as ReceiverOptions)).toThrow(TypeError);
    expect(() => createInteractionReceiver(options as ReceiverOptions)).toThrow(message);
  });
});
