import { describe, expect, it } from 'vitest';
import { buildButtonAttachments } from '../../src/index.ts';
import { botToken, buttons, callbackUrl, channelId, contextOf, issue, menu, setUp } from '../support/receivers.ts';
import { clickBody, postWith, requestWith } from '../support/requests.ts';

describe('a signed click', () => {
  const attachments = buildButtonAttachments({ callbackUrl, botToken, channelId, buttons: [...buttons, ...menu] });
  const body = { ...clickBody, context: contextOf(attachments) };
  const signed = { botTokens: [botToken], findPost: async () => postWith(attachments) };

  it('Every click with a valid signature is an event', async () => {
    const { receive, events } = setUp(signed);
    await receive(requestWith(body));
    await receive(requestWith({ ...body, context: contextOf(attachments, 1) }));
    const context = { ...contextOf(attachments, 2), selected_option: '1' };
    await receive(requestWith({ ...body, type: 'select', context }));
    expect(events.map(event => event.type !== 'dialog' && [event.type, event.value, event.label])).toEqual([
      ['button', 'yes', 'Yes'],
      ['button', 'no', 'No'],
      ['select', '1', 'Pick'],
    ]);
    expect(events[0]).toMatchObject({ ticket: undefined, context: { action_id: 'yes' } });
  });

  it('A signature under any of the given bot tokens is accepted', async () => {
    const { receive } = setUp({ ...signed, botTokens: ['new', botToken] });
    expect((await receive(requestWith(body))).accepted).toBe(true);
  });

  it('A receiver without bot tokens refuses signed contexts', async () => {
    expect(await setUp().receive(requestWith(body))).toMatchObject({
      refusal: { code: 'tokens-off' },
      response: { status: 403, body: '{"error":"Invalid token"}' },
    });
  });

  it('A signature never replaces a ticket, even when the signer has the bot token', async () => {
    const { receive, store, events } = setUp({ ...signed, findPost: async () => postWith(choice.attachments) });
    const choice = await issue(store);
    const { action_id: actionId } = contextOf(choice.attachments) as { action_id: string };
    const { computeToken, deriveSecret } = await import('../../src/signing/secret.ts');
    const token = computeToken(JSON.stringify({ action_id: actionId }), deriveSecret(botToken));
    const forged = { ...clickBody, context: { action_id: actionId, _token: token } };
    expect(await receive(requestWith(forged))).toMatchObject({ refusal: { code: 'unknown-action' } });
    const both = { ...clickBody, context: { ...contextOf(choice.attachments), _token: token } };
    expect(await receive(requestWith(both))).toMatchObject({ refusal: { code: 'invalid-ticket' } });
    expect(events).toEqual([]);
  });
});
