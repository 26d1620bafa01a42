import { type Attachment, buildButtonAttachments, issueChoice, issueDialog } from '@clawmost/mm-hmac-buttons';
import { describe, expect, it } from 'vitest';
import { listen } from './support/listen.ts';
import { receiveClicks } from './support/receive-clicks.ts';
import { expectRefusal, useStage } from './support/stage.ts';

const stage = useStage();

const integrationFailed = 'api.post.do_action.action_integration.app_error';

/** The bot posts attachments, and a person reads the post. */
async function post(attachments: readonly Attachment[], channel_id: string = stage.seeded.channelId) {
  const { id } = await stage.bot.posts.create({ channel_id, message: 'Deploy?', props: { attachments } });
  return await stage.person.posts.get(id);
}

describe('A button that a script signed', () => {
  it('A click on a signed button arrives as it was signed, and its reply changes the post', async () => {
    const { person, bot, channelId, teamName } = stage.seeded;
    const { callbackUrl, events } = await receiveClicks(stage, {
      click: () => ({ update: { message: 'Deployed.', props: {} }, ephemeralText: 'Thank you.' }),
    });
    const context = { z: 1, a: { y: -2.5, x: [1, 'é<&>\u2028𝒷', null, true] }, tiny: 1e-7, big: 2 ** 53 - 1 };
    const attachments = buildButtonAttachments({
      callbackUrl,
      botToken: bot.token,
      channelId,
      buttons: [{ id: 'ship_it-now', label: 'Ship <it>', value: 'release 7', style: 'primary', context }],
    });
    const posted = await post(attachments);
    expect(JSON.stringify(posted)).not.toContain('_token');
    const { heard } = listen(stage, person);
    await heard('ready');
    await stage.person.interactions.click(posted.id, 'shipitnow');
    const where = { userId: person.id, userName: person.username, channelId, postId: posted.id, teamDomain: teamName };
    expect(events).toMatchObject([{ type: 'button', value: 'release 7', label: 'Ship <it>', ...where, context }]);
    const { data } = await heard('ephemeral_message');
    expect(data.post).toMatchObject({ message: 'Thank you.', channel_id: channelId });
    const after = await stage.person.posts.get(posted.id);
    expect(after).toMatchObject({ message: 'Deployed.', props: { from_bot: 'true' } });
    expect(after.props).not.toHaveProperty('attachments');
  });

  it('The receiver refuses a button that was changed after signing or posted in another channel', async () => {
    const { person, bot, channelId, addChannel } = stage.seeded;
    const { callbackUrl, events, refused } = await receiveClicks(stage);
    const build = (value: string) =>
      buildButtonAttachments({
        callbackUrl,
        botToken: bot.token,
        channelId,
        buttons: [{ id: 'go', label: 'Go', value }],
      });
    const changed = JSON.parse(JSON.stringify(build('one')).replace('"value":"one"', '"value":"two"'));
    const elsewhere = await addChannel([person, bot]);
    for (const { id } of [await post(changed), await post(build('one'), elsewhere)]) {
      await expectRefusal(stage.person.interactions.click(id, 'go'), 400, integrationFailed);
    }
    expect(refused).toEqual(['invalid _token', 'the click comes from another channel']);
    expect(events).toEqual([]);
  });
});

describe('A menu', () => {
  const options = [
    { text: 'Now', value: 'now' },
    { text: 'In an hour', value: '1h' },
  ];

  it('The receiver accepts the choice of a signed menu only if the menu offered it', async () => {
    const { bot, channelId } = stage.seeded;
    const { callbackUrl, events, refused } = await receiveClicks(stage);
    const buttons = [{ type: 'select' as const, id: 'when', label: 'When', options }];
    const { id } = await post(buildButtonAttachments({ callbackUrl, botToken: bot.token, channelId, buttons }));
    await stage.person.interactions.click(id, 'when', { selected_option: '1h' });
    expect(events).toMatchObject([{ type: 'select', value: '1h', optionText: 'In an hour', label: 'When' }]);
    const invented = stage.person.interactions.click(id, 'when', { selected_option: 'never' });
    await expectRefusal(invented, 400, integrationFailed);
    expect(refused).toEqual(['the chosen option was not offered']);
    expect(events).toHaveLength(1);
  });

  it('A menu with a ticket counts once, and only the person of a second choice is informed', async () => {
    const { person, channelId } = stage.seeded;
    const { callbackUrl, store, events } = await receiveClicks(stage);
    const controls = [
      { label: 'Never', value: 'never' },
      { type: 'select' as const, label: 'When', options },
    ];
    const place = { accountId: 'default', channelId, userId: person.id };
    const choice = await issueChoice(store, { ...place, callbackUrl, controls });
    const { id } = await post(choice.attachments);
    await store.bind(choice.id, id);
    const [never, when] = choice.attachments[0]?.actions ?? [];
    const { heard } = listen(stage, person);
    await heard('ready');
    // What the post offers are numbers in place of the values.
    const [now] = when && 'options' in when ? (when.options ?? []) : [];
    await stage.person.interactions.click(id, when?.id ?? '', { selected_option: now?.value ?? '' });
    await stage.person.interactions.click(id, never?.id ?? '');
    expect(events).toMatchObject([{ type: 'select', value: 'now', optionText: 'Now' }]);
    const { data } = await heard('ephemeral_message', event => event.data.post.root_id === id);
    expect(data.post.message).toBe('This choice has already been made.');
  });
});

describe('A dialog', () => {
  it('A dialog opens by a click, shows what to correct, and is accepted once', async () => {
    const { person, channelId, teamId } = stage.seeded;
    const receiving = await receiveClicks(stage, {
      async click(event) {
        if (event.type === 'dialog') return {};
        const { triggerId, userId } = event;
        const dialog = {
          callback_id: 'order',
          title: 'Order',
          elements: [{ display_name: 'Amount', name: 'amount', type: 'text', subtype: 'number' }],
        };
        const place = { accountId: 'default', channelId, userId, triggerId, value: 'order 17' };
        const { callbackUrl, store } = receiving;
        const { trigger_id, url, dialog: form } = await issueDialog(store, { ...place, callbackUrl, dialog });
        await stage.bot.interactions.openDialog({ trigger_id, url, dialog: { ...form } });
        return {};
      },
      submit: event =>
        event.type === 'dialog' && event.submission['amount'] === '0' ? { errors: { amount: 'Too few.' } } : undefined,
    });
    const { callbackUrl, store, events } = receiving;
    const { socket, heard } = listen(stage, person);
    const shown = new Promise<{ url: string; dialog: { state: string; callback_id: string } }>(resolve => {
      socket.on('event', ({ event, data }) => {
        if (event === 'open_dialog') resolve(JSON.parse(String((data as { dialog?: unknown }).dialog)));
      });
    });
    await heard('ready');
    const controls = [{ label: 'Order', value: 'order' }];
    const choice = await issueChoice(store, { accountId: 'default', channelId, callbackUrl, controls });
    const { id } = await post(choice.attachments);
    await stage.person.interactions.click(id, choice.attachments[0]?.actions[0]?.id ?? '');
    const { url, dialog } = await shown;
    const { state, callback_id } = dialog;
    const submit = async (amount: string) => {
      const body = { url, callback_id, state, channel_id: channelId, team_id: teamId, submission: { amount } };
      const response = await fetch(`${stage.server.url}/api/v4/actions/dialogs/submit`, {
        method: 'POST',
        headers: { authorization: `Bearer ${person.token}` },
        body: JSON.stringify(body),
      });
      return [response.status, await response.json()];
    };
    expect(await submit('0')).toEqual([200, { errors: { amount: 'Too few.' } }]);
    expect(await submit('3')).toEqual([200, {}]);
    expect(await submit('3')).toEqual([200, { error: 'This choice has already been made.' }]);
    const submitted = { type: 'dialog', value: 'order 17', callbackId: 'order', userId: person.id, channelId };
    expect(events).toMatchObject([
      { type: 'button', value: 'order' },
      { ...submitted, submission: { amount: '0' } },
      { ...submitted, submission: { amount: '3' } },
    ]);
  });
});
