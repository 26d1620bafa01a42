import { describe, expect, it } from 'vitest';
import { buildButtonAttachments, type ClickReply, createMemoryStore, type ReceiverOptions } from '../../src/index.ts';
import { answer, botToken, buttons, callbackUrl, contextOf, issue, setUp } from '../support/receivers.ts';
import { clickBody, postWith, requestWith } from '../support/requests.ts';

describe('a reply', () => {
  const attachments = buildButtonAttachments({ callbackUrl, botToken, buttons });
  const body = { ...clickBody, context: contextOf(attachments) };
  const post = postWith(attachments);
  const replyTo = async (reply: ClickReply, options: Partial<ReceiverOptions> = {}) => {
    const { receive, logged } = setUp({ botTokens: [botToken], findPost: async () => post, reply, ...options });
    const call = await receive(requestWith(body));
    expect(call.response.status).toBe(200);
    return { body: answer(call.response.body), logged };
  };

  it('An update keeps the fields that it omits', async () => {
    const kept = await replyTo({ update: { props: {} } });
    expect(kept.body).toEqual({ update: { message: 'Choose:', file_ids: ['f1'], props: { from_bot: 'true' } } });
    const changed = await replyTo({ update: { message: 'Done' } });
    expect(changed.body).toEqual({ update: { message: 'Done', file_ids: ['f1'] } });
  });

  it('An update can blank the message on purpose', async () => {
    const { body } = await replyTo({ update: { message: '', file_ids: [], props: {} } });
    expect(body).toEqual({ update: { message: '', file_ids: [], props: {} } });
  });

  it('A reply can be a text that only the person who clicked can see', async () => {
    const { body } = await replyTo({ ephemeralText: '<https://x|y>', skipSlackParsing: true });
    expect(body).toEqual({ ephemeral_text: '<https://x|y>', skip_slack_parsing: true });
  });

  it('An update with useless buttons, or one that is too large, is omitted and logged', async () => {
    for (const props of [post.props!, { text: 'x'.repeat(1_100_000) }]) {
      const { body, logged } = await replyTo({ update: { message: 'x', file_ids: [], props }, ephemeralText: 'done' });
      expect(body).toEqual({ ephemeral_text: 'done' });
      expect(JSON.stringify(logged)).toContain('could not be updated');
    }
  });

  it('An update that omits fields is not sent when the receiver cannot look up the post', async () => {
    const store = createMemoryStore();
    const choice = await issue(store);
    const { receive } = setUp({ store, reply: { update: { message: 'x' }, ephemeralText: 'done' } });
    const call = await receive(requestWith(choice.body()));
    expect(answer(call.response.body)).toEqual({ ephemeral_text: 'done' });
    expect(call.accepted).toBe(true);
  });
});
