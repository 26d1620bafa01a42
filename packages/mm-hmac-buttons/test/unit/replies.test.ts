import { describe, expect, it } from 'vitest';
import { buildButtonAttachments, type ClickReply, createMemoryStore, issueDialog } from '../../src/index.ts';
import type { LooseOptions } from '../support/receivers.ts';
import {
  accountId,
  answer,
  botToken,
  buttons,
  callbackUrl,
  channelId,
  contextOf,
  issue,
  setUp,
  userId,
} from '../support/receivers.ts';
import { clickBody, dialogBody, postWith, requestWith } from '../support/requests.ts';

const attachments = buildButtonAttachments({ callbackUrl, botToken, channelId, buttons });
const body = { ...clickBody, context: contextOf(attachments) };
const post = postWith(attachments);
const notUpdated = 'Done, but this message could not be updated.';

/** The answer to a click on a signed button. */
async function replyTo(reply: ClickReply, options: Partial<LooseOptions> = {}) {
  const { receive, logged } = setUp({ botTokens: [botToken], findPost: async () => post, reply, ...options });
  const outcome = await receive(requestWith(body));
  expect(outcome.response.status).toBe(200);
  return { body: answer(outcome.response.body), logged: logged.flat().map(String).join('\n'), outcome };
}

/** The answer to a click on a ticket, in a receiver without `findPost`. */
async function replyToTicket(reply: unknown) {
  const store = createMemoryStore();
  const choice = await issue(store);
  const { receive, logged } = setUp({ store, onClick: async () => reply as ClickReply });
  const outcome = await receive(requestWith(choice.body()));
  return { body: answer(outcome.response.body), logged: logged.flat().map(String).join('\n'), outcome };
}

describe('updates', () => {
  it('An update keeps the fields that it omits', async () => {
    const kept = await replyTo({ update: { props: {} } });
    expect(kept.body).toEqual({ update: { message: 'Choose:', file_ids: ['f1'], props: { from_bot: 'true' } } });
    const changed = await replyTo({ update: { message: 'Done' } });
    expect(changed.body).toEqual({ update: { message: 'Done', file_ids: ['f1'] } });
  });

  it('An update can blank the message and remove files and buttons on purpose', async () => {
    const { body } = await replyTo({ update: { message: '', file_ids: [], props: {} } });
    expect(body).toEqual({ update: { message: '', file_ids: [], props: { from_bot: 'true' } } });
  });

  it('New props keep the mark of a bot, also when the receiver does not look up the post', async () => {
    const update = { message: 'Done', file_ids: [], props: { attachments: [] } };
    const marked = { update: { ...update, props: { from_bot: 'true', attachments: [] } } };
    expect((await replyTo({ update })).body).toEqual(marked);
    expect((await replyToTicket({ update })).body).toEqual(marked);
  });

  it('New props do not mark a post that no bot wrote, and a reply can set the mark itself', async () => {
    const byPerson = async () => ({ ...post, props: { ...post.props, from_bot: undefined } });
    const update = { message: 'Done', file_ids: [], props: {} };
    expect((await replyTo({ update }, { findPost: byPerson })).body).toEqual({ update });
    const own = { ...update, props: { from_bot: 'false' } };
    expect((await replyTo({ update: own })).body).toEqual({ update: own });
  });

  it.each<[string, unknown, RegExp]>([
    ['omits fields', { update: { message: 'x' } }, /file_ids is missing/],
    ['has no text', { update: { message: null, file_ids: [] } }, /message is missing/],
    ['has a number as text', { update: { message: 5, file_ids: [] } }, /update.message: it must be a text/],
    [
      'has buttons without integrations',
      { update: { message: 'x', file_ids: [], props: post.props } },
      /no integration/,
    ],
    [
      'is longer than Mattermost reads',
      { update: { message: 'x', file_ids: [], props: { x: 'x'.repeat(1_100_000) } } },
      /bytes/,
    ],
    ['has a message that is too long', { update: { message: 'x'.repeat(16_384), file_ids: [] } }, /16384 characters/],
  ])('An update that %s is logged, and the person learns that the post did not change', async (_, reply, problem) => {
    const { body, logged, outcome } = await replyToTicket({ ...(reply as object), ephemeralText: 'Approved.' });
    expect(outcome.accepted).toBe(true);
    expect(body).toEqual({ ephemeral_text: `Approved.\n\n${notUpdated}`, skip_slack_parsing: true });
    expect(logged).toContain('the post could not be updated');
    expect(logged).toMatch(problem);
  });

  it('An update that contains itself is logged, and the person learns that the post did not change', async () => {
    const props: Record<string, unknown> = {};
    props['self'] = props;
    const { body } = await replyToTicket({ update: { message: 'x', file_ids: [], props } });
    expect(body).toEqual({ ephemeral_text: notUpdated, skip_slack_parsing: true });
  });

  it('A reply that is null is like none', async () => {
    const { body, outcome } = await replyToTicket(null);
    expect([outcome.accepted, body]).toEqual([true, {}]);
  });

  it('An update is omitted and logged when the post cannot be looked up', async () => {
    const findPost = async () => Promise.reject(new Error('down'));
    const store = createMemoryStore();
    const choice = await issue(store);
    const { receive, logged } = setUp({ store, findPost, reply: { update: { message: 'x' } } });
    const outcome = await receive(requestWith(choice.body()));
    expect(answer(outcome.response.body)).toEqual({ ephemeral_text: notUpdated, skip_slack_parsing: true });
    expect(logged.flat().join()).toContain('the post could not be updated');
  });
});

describe('texts', () => {
  it('A reply can be a text that only the person who clicked can see, shown as it is', async () => {
    const { body } = await replyTo({ ephemeralText: 'a < a | b > a' });
    expect(body).toEqual({ ephemeral_text: 'a < a | b > a', skip_slack_parsing: true });
    const parsed = await replyTo({ ephemeralText: '<https://x|y>', skipSlackParsing: false });
    expect(parsed.body).toEqual({ ephemeral_text: '<https://x|y>' });
  });

  it('An error of a field that is not a text is a failure of the handler, and the dialog can be submitted again', async () => {
    const submitReply = { errors: { name: 5 as never } };
    const { receive, store } = setUp({ submitReply });
    const dialog = {
      callback_id: dialogBody.callback_id,
      title: 'T',
      elements: [{ display_name: 'N', name: 'name', type: 'text' }],
    };
    const options = { accountId, channelId, callbackUrl, userId, triggerId: 't', dialog };
    const { state } = (await issueDialog(store, options)).dialog;
    for (let times = 0; times < 2; times++) {
      const outcome = await receive(requestWith({ ...dialogBody, state }));
      expect(outcome).toMatchObject({ accepted: false, refusal: { code: 'handler-failed' } });
    }
  });
});
