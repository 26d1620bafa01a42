import { describe, expect, it } from 'vitest';
import { type Attachment, type ClickEvent, createMemoryStore, renewChoice } from '../../src/index.ts';
import {
  accountId,
  answer,
  callbackUrl,
  channelId,
  contextOf,
  issue,
  menu,
  postId,
  setUp,
  userId,
} from '../support/receivers.ts';
import { clickBody, requestWith } from '../support/requests.ts';

describe('a click on a ticket', () => {
  it('A click on a ticket is one event, answered with 200 and JSON', async () => {
    const { receive, events, store } = setUp();
    const choice = await issue(store);
    await store.bind(choice.id, postId);
    const call = await receive(requestWith(choice.body()));
    expect(call.response).toEqual({ status: 200, headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(events).toEqual([
      {
        type: 'button',
        id: expect.any(String),
        accountId,
        actionId: expect.stringMatching(/^ticket0\w{8}yes$/),
        label: 'Yes',
        value: 'yes',
        optionText: undefined,
        userId,
        userName: 'alice',
        channelId,
        channelName: 'ops',
        teamId: clickBody.team_id,
        teamDomain: 'lab',
        postId,
        triggerId: clickBody.trigger_id,
        ticket: expect.objectContaining({ choiceId: choice.id }),
        context: undefined,
        inlineParams: undefined,
      },
    ]);
    expect(call).toMatchObject({ accepted: true, event: events[0] });
  });

  it('The second click on a choice is refused with a text for the person', async () => {
    const { receive, events, store } = setUp();
    const choice = await issue(store);
    await receive(requestWith(choice.body(0)));
    const second = await receive(requestWith(choice.body(1)));
    expect(second).toMatchObject({ accepted: false, refusal: { code: 'already-made' }, response: { status: 200 } });
    expect(answer(second.response.body)).toEqual({
      ephemeral_text: 'This choice has already been made.',
      skip_slack_parsing: true,
    });
    expect(events).toHaveLength(1);
  });

  it('The event of a menu contains the chosen option', async () => {
    const { receive, events, store } = setUp();
    const { attachments } = await issue(store, { controls: menu });
    const context = { ...contextOf(attachments), selected_option: '2' };
    await receive(requestWith({ ...clickBody, type: 'select', context }));
    expect(events).toMatchObject([{ type: 'select', value: '2', optionText: 'Two', label: 'Pick' }]);
  });

  it('A click counts before the choice is bound to its post', async () => {
    const { receive, store } = setUp();
    expect((await receive(requestWith((await issue(store)).body()))).accepted).toBe(true);
  });

  it('A click without a type counts as one on a button', async () => {
    const { receive, store } = setUp();
    expect((await receive(requestWith({ ...(await issue(store)).body(), type: '' }))).accepted).toBe(true);
  });

  it('A choice is open again after its handler fails, in time or late', async () => {
    let fail: ((error: Error) => void) | undefined;
    const onClick = () => new Promise<undefined>((_, reject) => (fail = reject));
    const { receive, store } = setUp({ onClick, answerWithinMs: 50 });
    const choice = await issue(store);
    const late = await receive(requestWith(choice.body()));
    expect(late).toMatchObject({ accepted: true, response: { status: 200, body: '{}' } });
    expect((await receive(requestWith(choice.body()))).accepted).toBe(false);
    fail?.(new Error('no'));
    await new Promise(resolve => setImmediate(resolve));
    const again = setUp({ store, onClick: () => Promise.reject(new Error('no')) });
    const failed = await again.receive(requestWith(choice.body()));
    expect(failed).toMatchObject({ refusal: { code: 'handler-failed' }, response: { status: 200 } });
    expect((await setUp({ store }).receive(requestWith(choice.body()))).accepted).toBe(true);
  });

  it('A renewed choice accepts a click on its new buttons', async () => {
    const store = createMemoryStore();
    let next: readonly Attachment[] = [];
    const onClick = async (event: ClickEvent) => {
      const content = { callbackUrl, controls: [{ label: 'Back', value: 'back' }] };
      next = (await renewChoice(store, event, content)).attachments;
      return { update: { message: 'Page 2', file_ids: [], props: { attachments: next } } };
    };
    const { receive } = setUp({ store, onClick });
    const call = await receive(requestWith((await issue(store)).body()));
    expect(answer(call.response.body)).toMatchObject({ update: { message: 'Page 2', props: { attachments: next } } });
    const back = await receive(requestWith({ ...clickBody, context: contextOf(next) }));
    expect(back.accepted).toBe(true);
  });

  it('A refused click leaves the choice open', async () => {
    let allowed = false;
    const texts = { notAllowed: 'Nein.' };
    const { receive, events, store } = setUp({ authorize: async () => ({ allowed }), texts });
    const choice = await issue(store, { userId });
    const stranger = await receive(requestWith({ ...choice.body(), user_id: 'someoneelse' }));
    expect(stranger).toMatchObject({ refusal: { code: 'not-allowed' } });
    const refused = await receive(requestWith(choice.body()));
    expect(answer(refused.response.body)).toMatchObject({ ephemeral_text: 'Nein.' });
    allowed = true;
    expect((await receive(requestWith(choice.body()))).accepted).toBe(true);
    expect(events).toHaveLength(1);
  });

  it('Only the answer { allowed: true } authorizes a click', async () => {
    for (const nothing of [undefined, null, true, {}, { allowed: 'yes' }]) {
      const { receive, store } = setUp({ authorize: async () => nothing as never });
      expect(await receive(requestWith((await issue(store)).body()))).toMatchObject({
        refusal: { code: 'not-allowed' },
      });
    }
  });
});
