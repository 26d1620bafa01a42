import { describe, expect, it } from 'vitest';
import { type ManualTime, manualTime } from '../../src/index.ts';
import { type Api, apiOf } from '../support/api.ts';
import { type ButtonOffice, openButtonOffice } from '../support/buttons.ts';

const elements = [
  { display_name: 'Name', name: 'name', type: 'text', default: 'Ann' },
  { display_name: 'Sure', name: 'sure', type: 'bool', default: 'true' },
  { display_name: 'Pick', name: 'pick', type: 'select', optional: true, options: [{ text: 'One', value: '1' }] },
];

/** Lets alice click, and returns the trigger id. */
async function triggerOf({ alice, integration, postButton }: ButtonOffice): Promise<string> {
  await alice.clicks(await postButton(), 'Go');
  return integration.asked.at(-1)?.body.trigger_id;
}

/** Opens a dialog without a token, as integrations do. */
function openDialog({ mattermost, integration }: ButtonOffice, trigger: string, dialog: object = {}): ReturnType<Api> {
  const url = `${integration.url}/dialog`;
  const content = { callback_id: 'cb', title: 'Who?', state: 'st', elements, ...dialog };
  return apiOf(mattermost)('POST', '/actions/dialogs/open', { trigger_id: trigger, url, dialog: content });
}

describe('Dialogs', () => {
  it('A dialog is shown to the person who clicked, filled in, and sent to the integration', async () => {
    const office = await openButtonOffice();
    const { alice, bob, ops, team, integration } = office;
    expect(await openDialog(office, await triggerOf(office))).toMatchObject({ status: 200, body: { status: 'OK' } });
    const shown = await alice.seesDialog({ titled: /Who/ });
    expect(shown.dialog).toMatchObject({ callback_id: 'cb', introduction_text: '', notify_on_cancel: false });
    integration.answer = { body: { error: 'no', errors: { name: 'too short' } } };
    expect(await alice.submits(shown, { name: 'Al' })).toEqual({ error: 'no', errors: { name: 'too short' } });
    expect(integration.asked.at(-1)).toMatchObject({ method: 'POST', path: '/dialog' });
    expect(Object.entries(integration.asked.at(-1)?.body)).toEqual([
      ['type', 'dialog_submission'],
      ['callback_id', 'cb'],
      ['state', 'st'],
      ['user_id', alice.id],
      ['channel_id', ops.id],
      ['team_id', team.id],
      ['submission', { name: 'Al', pick: null, sure: true }],
      ['cancelled', false],
    ]);
    await expect(bob.seesDialog({ timeoutMs: 20 })).rejects.toThrow('bob did not see a dialog');
  });

  it('A dialog has the trigger id that the click returned', async () => {
    const office = await openButtonOffice();
    const { mattermost, alice, integration, postButton } = office;
    const post = await postButton();
    const { body } = await apiOf(mattermost, alice)('POST', `/posts/${post.id}/actions/go`);
    await openDialog(office, integration.asked[0]?.body.trigger_id);
    expect((await alice.seesDialog()).trigger_id).toBe(body.trigger_id);
  });

  it('A dialog is submitted with the open team, even from a direct channel', async () => {
    const office = await openButtonOffice();
    const { mattermost, alice, claw, team, integration, postButton } = office;
    const direct = mattermost.directChannel(alice, claw);
    await alice.clicks(await postButton({}, { channel_id: direct.id }), 'Go');
    await openDialog(office, integration.asked[0]?.body.trigger_id);
    await alice.submits(await alice.seesDialog(), {});
    expect(integration.asked.at(-1)?.body).toMatchObject({ channel_id: direct.id, team_id: team.id });
  });

  it.each([
    ['9.11', '', 'accepted'],
    ['9.11', 'nonsense', 'accepted'],
    ['9.11', '[]', 'accepted'],
    ['11.1', '', 'accepted'],
    ['11.1', 'nonsense', 'refused'],
    ['11.1', '[]', 'refused'],
    ['11.1', '{"error":{}}', 'refused'],
  ] as const)('On %s, a submission with the answer %j is %s', async (version, text, outcome) => {
    const office = await openButtonOffice({ version });
    const { alice, integration } = office;
    await openDialog(office, await triggerOf(office));
    integration.answer = { text };
    const submitted = alice.submits(await alice.seesDialog(), {});
    if (outcome === 'accepted') expect(await submitted).toEqual({});
    else await expect(submitted).rejects.toMatchObject({ id: 'app.submit_interactive_dialog.decode_json_error' });
  });

  it('A submission fails with a status other than 200', async () => {
    const office = await openButtonOffice();
    const { alice, integration } = office;
    await openDialog(office, await triggerOf(office));
    integration.answer = { status: 500 };
    await expect(alice.submits(await alice.seesDialog(), {})).rejects.toMatchObject({
      status: 400,
      id: 'api.post.do_action.action_integration.app_error',
    });
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('The integration learns that a dialog was closed if notify_on_cancel is %s', async (notify_on_cancel, calls) => {
    const office = await openButtonOffice();
    const { alice, integration } = office;
    await openDialog(office, await triggerOf(office), { notify_on_cancel });
    integration.asked.length = 0;
    await alice.cancels(await alice.seesDialog());
    expect(integration.asked.map(({ body }) => [body.submission, body.cancelled])).toEqual(
      Array.from({ length: calls }, () => [{}, true]),
    );
  });

  it('A value for an unknown element is an error', async () => {
    const office = await openButtonOffice();
    await openDialog(office, await triggerOf(office));
    const shown = await office.alice.seesDialog();
    await expect(office.alice.submits(shown, { nmae: 'x' })).rejects.toThrow(
      /the dialog has no element nmae; it has name/,
    );
  });

  it.each([
    ['6.7', 403],
    ['9.11', 404],
  ] as const)('On %s, a submission without a channel is answered with %i', async (version, status) => {
    const { mattermost, alice, team, integration } = await openButtonOffice({ version });
    const sent = { url: integration.url, channel_id: '', team_id: team.id };
    expect((await apiOf(mattermost, alice)('POST', '/actions/dialogs/submit', sent)).status).toBe(status);
  });

  it('A submission needs a channel and a team that the person can see', async () => {
    const office = await openButtonOffice();
    const { mattermost, alice, ops, team, integration } = office;
    const api = apiOf(mattermost, alice);
    const whole = { url: integration.url, channel_id: ops.id, team_id: team.id };
    const submit = async (fields: object): Promise<number> =>
      (await api('POST', '/actions/dialogs/submit', { ...whole, ...fields })).status;
    expect(await submit({})).toBe(200);
    expect(await submit({ team_id: '' })).toBe(403);
    expect(await submit({ channel_id: '' })).toBe(404);
    expect(await submit({ channel_id: 'x'.repeat(26) })).toBe(403);
    expect(await submit({ url: '' })).toBe(400);
    expect(integration.asked).toHaveLength(1);
    expect(integration.asked[0]?.body.submission).toBeNull();
  });

  it.each([
    ['elements that are no list', { elements: 5 }],
    ['a number as a name', { elements: [{ name: 5 }] }],
    ['a number as the value of an option', { elements: [{ options: [{ value: 1 }] }] }],
    ['a length that is text', { elements: [{ min_length: '1' }] }],
    ['a default that is true', { elements: [{ default: true }] }],
    ['a number as its title', { title: 5 }],
  ])('A dialog is refused with %s', async (_, dialog) => {
    const office = await openButtonOffice();
    expect(await openDialog(office, await triggerOf(office), dialog)).toMatchObject({
      status: 400,
      body: { id: 'api.context.invalid_body_param.app_error' },
    });
  });
});

describe('Trigger ids', () => {
  const at = async (time: ManualTime, office: ButtonOffice, ms: number): Promise<number> => {
    const trigger = await triggerOf(office);
    time.advance(ms);
    return (await openDialog(office, trigger)).status;
  };

  it.each([
    ['5.37', 3_000],
    ['6.7', 3_000],
    ['11.1', 30_000],
  ] as const)('On %s, a trigger id expires after %i ms', async (version, lifeMs) => {
    const time = manualTime();
    const office = await openButtonOffice({ version, time });
    expect(await at(time, office, lifeMs)).toBe(200);
    expect(await at(time, office, lifeMs + 1)).toBe(400);
  });

  it('A trigger id can be used more than once', async () => {
    const office = await openButtonOffice();
    const trigger = await triggerOf(office);
    expect((await openDialog(office, trigger)).status).toBe(200);
    expect((await openDialog(office, trigger)).status).toBe(200);
  });

  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const rewritten = (trigger: string, change: (parts: string[]) => string[]): string =>
    base64(change(Buffer.from(trigger, 'base64').toString().split(':')).join(':'));

  it.each<[string, (trigger: string) => string, string]>([
    ['is nothing', () => '', 'missing_data'],
    ['is nonsense', () => 'nonsense', 'missing_data'],
    ['is not base64', () => '***', 'base64_decode_failed'],
    ['lacks its padding', () => 'YQ', 'base64_decode_failed'],
    ['has a part too many', trigger => rewritten(trigger, parts => [...parts, 'x']), 'missing_data'],
    ['has no time', trigger => rewritten(trigger, ([id = '', user = '', , s = '']) => [id, user, 'x', s]), 'expired'],
    [
      'names another user',
      trigger => rewritten(trigger, ([id = '', , at = '', s = '']) => [id, 'y'.repeat(26), at, s]),
      'verify_signature_failed',
    ],
    [
      'has a later time',
      trigger => rewritten(trigger, ([id = '', user = '', at = '', s = '']) => [id, user, `${Number(at) + 1}`, s]),
      'verify_signature_failed',
    ],
    [
      'has no signature',
      trigger => rewritten(trigger, ([id = '', user = '', at = '']) => [id, user, at, '']),
      'signature_decode_failed',
    ],
    [
      'has a signature that is only a word',
      trigger => rewritten(trigger, ([id = '', user = '', at = '']) => [id, user, at, base64('hello')]),
      'signature_decode_failed',
    ],
    [
      'has a signature that is not base64',
      trigger => rewritten(trigger, ([id = '', user = '', at = '']) => [id, user, at, '!!']),
      'base64_decode_failed_signature',
    ],
  ])('A trigger id is refused when it %s', async (_, forge, reason) => {
    const office = await openButtonOffice();
    const answer = await openDialog(office, forge(await triggerOf(office)));
    expect(answer).toMatchObject({ status: 400, body: { id: `interactive_message.decode_trigger_id.${reason}` } });
  });

  it('A trigger id of another server is refused', async () => {
    const [one, other] = [await openButtonOffice(), await openButtonOffice()];
    expect(await openDialog(other, await triggerOf(one))).toMatchObject({
      body: { id: 'interactive_message.decode_trigger_id.verify_signature_failed' },
    });
  });
});
