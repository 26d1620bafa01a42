import { describe, expect, it } from 'vitest';
import { deriveSecret, type InteractivePost, signContext } from '../../src/index.ts';
import { botToken, contextOf, issue, menu, setUp } from '../support/receivers.ts';
import { clickBody, requestWith } from '../support/requests.ts';

// Posts and calls as the public documentation of Mattermost 11.10 describes them. No such server was run.
const blocks = [
  { type: 'text', text: 'Deploy?' },
  {
    type: 'container',
    content: [
      { type: 'button', text: 'Approve', action_id: 'approve' },
      { type: 'button', text: 'Later', action_id: 'later', disabled: true },
      { type: 'static_select', action_id: 'next', options: [{ text: 'Smoke tests', value: 'smoke' }] },
    ],
  },
];
const post: InteractivePost = {
  channel_id: clickBody.channel_id,
  message: 'Ticket: [Reject](mmaction://reject?ticket=ISS-101) [x](mmaction://rejected)',
  file_ids: [],
  props: { mm_blocks: blocks, mm_blocks_actions: 'a cookie of the server', from_bot: 'true' },
};
const signed = { botTokens: [botToken], findPost: async () => post };
const contextFor = (action_id: string) => signContext({ action_id, order: 17 }, deriveSecret(botToken));

describe('Mattermost Blocks', () => {
  it('A signed button of a block and one in Markdown are accepted', async () => {
    const { receive, events } = setUp(signed);
    await receive(requestWith({ ...clickBody, context: contextFor('approve') }));
    await receive(
      requestWith({ ...clickBody, context: { ...contextFor('reject'), inline_params: { ticket: 'ISS-101' } } }),
    );
    expect(events).toMatchObject([
      { type: 'button', actionId: 'approve', label: 'Approve', inlineParams: undefined },
      { type: 'button', actionId: 'reject', label: 'Reject', inlineParams: { ticket: 'ISS-101' } },
    ]);
  });

  it('A signed menu of a block is accepted with an option that it offers', async () => {
    const { receive, events } = setUp(signed);
    const choose = (selected_option: string) =>
      receive(requestWith({ ...clickBody, context: { ...contextFor('next'), selected_option } }));
    expect(await choose('smoke')).toMatchObject({ accepted: true });
    expect(events).toMatchObject([{ type: 'select', value: 'smoke', optionText: 'Smoke tests' }]);
    expect(await choose('never')).toMatchObject({ refusal: { code: 'unknown-option' } });
  });

  it.each([
    ['a disabled button', contextFor('later'), 'unknown-action'],
    ['an action that the post does not have', contextFor('other'), 'unknown-action'],
    ['a part of the id of an action', contextFor('rejec'), 'unknown-action'],
    ['an option for a button', { ...contextFor('approve'), selected_option: 'smoke' }, 'invalid-token'],
    [
      'a changed field beside inline_params',
      { ...contextFor('reject'), order: 18, inline_params: {} },
      'invalid-token',
    ],
  ])('A click with %s is refused', async (_, context, code) => {
    const { receive } = setUp(signed);
    expect(await receive(requestWith({ ...clickBody, context }))).toMatchObject({ refusal: { code } });
  });

  it('A ticket of a menu is accepted with the type of a button, as blocks send it, and with inline_params', async () => {
    const { receive, events, store } = setUp();
    const { attachments } = await issue(store, { controls: menu });
    const context = { ...contextOf(attachments), selected_option: '2', inline_params: { a: 'b' } };
    await receive(requestWith({ ...clickBody, type: 'button', context }));
    expect(events).toMatchObject([{ type: 'select', value: '2', inlineParams: { a: 'b' } }]);
  });
});

describe('disabled buttons', () => {
  it('A signed click on a disabled button is refused, because Mattermost delivers it', async () => {
    const action = { id: 'approve', type: 'button', name: 'Approve', disabled: true };
    const findPost = async () => ({ ...post, props: { attachments: [{ actions: [action] }] } });
    const outcome = await setUp({ ...signed, findPost }).receive(
      requestWith({ ...clickBody, context: contextFor('approve') }),
    );
    expect(outcome).toMatchObject({ refusal: { code: 'unknown-action', message: 'Unknown action: it is disabled' } });
  });
});
