import { describe, expect, it } from 'vitest';
import {
  type Attachment,
  buildButtonAttachments,
  type ClickEvent,
  type ClickReply,
  createInteractionReceiver,
  createMemoryStore,
  type InteractionEvent,
  issueChoice,
  issueDialog,
  type ReceiverOptions,
  renewChoice,
  type SubmitReply,
  type TicketStore,
} from '../../src/index.ts';
import { clickBody, dialogBody, postWith, requestWith } from '../clicks.ts';
import { storeKinds } from '../stores.ts';

const botToken = 'rgdtbuaospdnfdcj6zg1tpqjyr';
const accountId = 'default';
const callbackUrl = 'https://bot.example.com/mattermost/interactions/default';
const { channel_id: channelId, post_id: postId, user_id: userId } = clickBody;
const buttons = [
  { label: 'Yes', value: 'yes' },
  { label: 'No', value: 'no' },
];
const menu = [
  {
    type: 'select' as const,
    label: 'Pick',
    options: [
      { text: 'One', value: '1' },
      { text: 'Two', value: '2' },
    ],
  },
];

function contextOf(attachments: readonly Attachment[], index = 0): object {
  return attachments[0]!.actions[index]!.integration.context;
}

function answer(text: string): unknown {
  return JSON.parse(text);
}

interface Setup extends Partial<ReceiverOptions> {
  readonly reply?: ClickReply;
  readonly submitReply?: SubmitReply;
}

function setUp({ reply, submitReply, ...options }: Setup = {}) {
  const events: InteractionEvent[] = [];
  const logged: unknown[] = [];
  const store = options.store ?? createMemoryStore();
  const receive = createInteractionReceiver({
    accountId,
    store,
    onClick: async event => {
      events.push(event);
      return reply;
    },
    onSubmit: async event => {
      events.push(event);
      return submitReply;
    },
    logger: { warn: (...args) => logged.push(args), error: (...args) => logged.push(args) },
    ...options,
  });
  return { receive, events, logged, store };
}

async function issue(store: TicketStore, changes: object = {}) {
  const choice = await issueChoice(store, { accountId, channelId, callbackUrl, controls: buttons, ...changes });
  return { ...choice, body: (index = 0) => ({ ...clickBody, context: contextOf(choice.attachments, index) }) };
}

describe('a click on a ticket', () => {
  it('is one event with its facts, answered with exactly 200 and JSON', async () => {
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
      },
    ]);
    expect(call).toMatchObject({ accepted: true, event: events[0] });
  });

  it('counts once: the next one is told that the choice was made', async () => {
    const { receive, events, store } = setUp();
    const choice = await issue(store);
    await receive(requestWith(choice.body(0)));
    const second = await receive(requestWith(choice.body(1)));
    expect(second).toMatchObject({ accepted: false, refusal: { code: 'already-made' }, response: { status: 200 } });
    expect(answer(second.response.body)).toEqual({ ephemeral_text: 'This choice has already been made.' });
    expect(events).toHaveLength(1);
  });

  it('tells what was chosen in a menu', async () => {
    const { receive, events, store } = setUp();
    const { attachments } = await issue(store, { controls: menu });
    const context = { ...contextOf(attachments), selected_option: '2' };
    await receive(requestWith({ ...clickBody, type: 'select', context }));
    expect(events).toMatchObject([{ type: 'select', value: '2', optionText: 'Two', label: 'Pick' }]);
  });

  it('may come before its post is known', async () => {
    const { receive, store } = setUp();
    expect((await receive(requestWith((await issue(store)).body()))).accepted).toBe(true);
  });

  it('may lack its type, as buttons of other makers do', async () => {
    const { receive, store } = setUp();
    expect((await receive(requestWith({ ...(await issue(store)).body(), type: '' }))).accepted).toBe(true);
  });

  it('is open again when the handler fails in time, and later', async () => {
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
    expect(failed).toMatchObject({ refusal: { code: 'handler-failed' }, response: { status: 500 } });
    expect((await setUp({ store }).receive(requestWith(choice.body()))).accepted).toBe(true);
  });

  it('renews its choice when it was navigation', async () => {
    const store = createMemoryStore();
    let next: readonly Attachment[] = [];
    const onClick = async (event: ClickEvent) => {
      const content = { callbackUrl, controls: [{ label: 'Back', value: 'back' }] };
      next = (await renewChoice(store, event.ticket!, content)).attachments;
      return { update: { message: 'Page 2', file_ids: [], props: { attachments: next } } };
    };
    const { receive } = setUp({ store, onClick });
    const call = await receive(requestWith((await issue(store)).body()));
    expect(answer(call.response.body)).toMatchObject({ update: { message: 'Page 2', props: { attachments: next } } });
    const back = await receive(requestWith({ ...clickBody, context: contextOf(next) }));
    expect(back.accepted).toBe(true);
  });

  it('spends nothing when it is refused', async () => {
    let allowed = false;
    const texts = { notAllowed: 'Nein.' };
    const { receive, events, store } = setUp({ authorize: async () => ({ allowed }), texts });
    const choice = await issue(store, { userId });
    const stranger = await receive(requestWith({ ...choice.body(), user_id: 'someoneelse' }));
    expect(stranger).toMatchObject({ refusal: { code: 'not-allowed' } });
    const refused = await receive(requestWith(choice.body()));
    expect(answer(refused.response.body)).toEqual({ ephemeral_text: 'Nein.' });
    allowed = true;
    expect((await receive(requestWith(choice.body()))).accepted).toBe(true);
    expect(events).toHaveLength(1);
  });

  it('is not authorized by an answer that does not say so', async () => {
    for (const nothing of [undefined, null, true, {}, { allowed: 'yes' }]) {
      const { receive, store } = setUp({ authorize: async () => nothing as never });
      expect(await receive(requestWith((await issue(store)).body()))).toMatchObject({
        refusal: { code: 'not-allowed' },
      });
    }
  });
});

describe.each(storeKinds)('with tickets $name, two clicks on one choice at the same time', ({ create }) => {
  it('are one event, a thousand times', async () => {
    const store = create({ maxChoices: 2_000 });
    const { receive, events } = setUp({ store });
    for (let round = 0; round < 1_000; round++) {
      const choice = await issue(store);
      const calls = await Promise.all([0, 1].map(index => receive(requestWith(choice.body(index)))));
      const codes = calls.map(call => (call.accepted ? 'accepted' : call.refusal.code));
      expect(codes.sort()).toEqual(['accepted', 'already-made']);
    }
    expect(events).toHaveLength(1_000);
    expect(new Set(events.map(({ id }) => id)).size).toBe(1_000);
  });
});

describe('a signed click', () => {
  const attachments = buildButtonAttachments({ callbackUrl, botToken, channelId, buttons: [...buttons, ...menu] });
  const body = { ...clickBody, context: contextOf(attachments) };
  const signed = { botTokens: [botToken], findPost: async () => postWith(attachments) };

  it('is an event, each time', async () => {
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

  it('is accepted under the old token and the new one while it is being replaced', async () => {
    const { receive } = setUp({ ...signed, botTokens: ['new', botToken] });
    expect((await receive(requestWith(body))).accepted).toBe(true);
  });

  it('is refused where signed contexts are switched off', async () => {
    expect(await setUp().receive(requestWith(body))).toMatchObject({
      refusal: { code: 'tokens-off' },
      response: { status: 403, body: '{"error":"Invalid token"}' },
    });
  });

  it('never stands in for a ticket, not even from somebody who has the bot token', async () => {
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

  it('keeps what an update leaves out', async () => {
    const kept = await replyTo({ update: { props: {} } });
    expect(kept.body).toEqual({ update: { message: 'Choose:', file_ids: ['f1'], props: { from_bot: 'true' } } });
    const changed = await replyTo({ update: { message: 'Done' } });
    expect(changed.body).toEqual({ update: { message: 'Done', file_ids: ['f1'] } });
  });

  it('may blank on purpose', async () => {
    const { body } = await replyTo({ update: { message: '', file_ids: [], props: {} } });
    expect(body).toEqual({ update: { message: '', file_ids: [], props: {} } });
  });

  it('may be for one person alone', async () => {
    const { body } = await replyTo({ ephemeralText: '<https://x|y>', skipSlackParsing: true });
    expect(body).toEqual({ ephemeral_text: '<https://x|y>', skip_slack_parsing: true });
  });

  it('leaves an update out that would kill buttons or be too large, and says so', async () => {
    for (const props of [post.props!, { text: 'x'.repeat(1_100_000) }]) {
      const { body, logged } = await replyTo({ update: { message: 'x', file_ids: [], props }, ephemeralText: 'done' });
      expect(body).toEqual({ ephemeral_text: 'done' });
      expect(JSON.stringify(logged)).toContain('could not be updated');
    }
  });

  it('leaves an update out when the post cannot be read to complete it', async () => {
    const store = createMemoryStore();
    const choice = await issue(store);
    const { receive } = setUp({ store, reply: { update: { message: 'x' }, ephemeralText: 'done' } });
    const call = await receive(requestWith(choice.body()));
    expect(answer(call.response.body)).toEqual({ ephemeral_text: 'done' });
    expect(call.accepted).toBe(true);
  });
});

describe('a dialog', () => {
  const dialog = { callback_id: 'cb', title: 'Title' };
  const open = async (store: TicketStore, changes: object = {}) => {
    const options = {
      accountId,
      channelId,
      callbackUrl,
      userId,
      triggerId: 't',
      dialog,
      value: 'order 17',
      ...changes,
    };
    const { state } = (await issueDialog(store, options)).dialog;
    return { ...dialogBody, state };
  };

  it('is one event, once', async () => {
    const { receive, events, store } = setUp();
    const body = await open(store);
    const call = await receive(requestWith(body));
    expect(call).toMatchObject({ accepted: true, response: { status: 200, body: '{}' } });
    expect(events).toMatchObject([
      { type: 'dialog', callbackId: 'cb', value: 'order 17', submission: { name: 'x', pick: null } },
    ]);
    const again = await receive(requestWith(body));
    expect(answer(again.response.body)).toEqual({ error: 'This choice has already been made.' });
  });

  it('can be submitted again after field errors', async () => {
    const { receive, events, store } = setUp({ submitReply: { errors: { name: 'too short' } } });
    const body = await open(store);
    for (let times = 0; times < 2; times++) {
      const call = await receive(requestWith(body));
      expect(answer(call.response.body)).toEqual({ errors: { name: 'too short' } });
    }
    expect(events).toHaveLength(2);
  });

  it('tells that it was closed', async () => {
    const { receive, events, store } = setUp();
    await receive(requestWith({ ...(await open(store)), cancelled: true, submission: undefined }));
    expect(events).toMatchObject([{ cancelled: true, submission: {} }]);
  });

  it('counts for the person for whom it was opened, in its place and time', async () => {
    let time = 0;
    const { receive, store } = setUp({ now: () => time });
    const body = await open(store, { now: () => 0 });
    const code = async (changes: object) => {
      const call = await receive(requestWith({ ...body, ...changes }));
      return call.accepted ? 'accepted' : [call.refusal.code, call.response.status];
    };
    expect(await code({ user_id: 'another' })).toEqual(['not-allowed', 200]);
    expect(await code({ channel_id: 'another' })).toEqual(['channel-mismatch', 403]);
    expect(await code({ callback_id: 'another' })).toEqual(['unknown-action', 403]);
    expect(await code({ state: 'made up' })).toEqual(['invalid-ticket', 403]);
    time = 3_600_000;
    expect(await code({})).toEqual(['expired', 200]);
    time = 0;
    expect(await code({})).toBe('accepted');
  });

  it('is refused where nobody handles dialogs', async () => {
    const { receive, store } = setUp({ onSubmit: undefined });
    expect(await receive(requestWith(await open(store)))).toMatchObject({ refusal: { code: 'unknown-action' } });
  });
});

describe('an answer', () => {
  it('comes in time when validating hangs, and a late claim is given back', async () => {
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

  it('says nothing secret, and logs nothing secret', async () => {
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

describe('options that are wrong', () => {
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
  ])('are named: %s', (message, options) => {
    expect(() => createInteractionReceiver(options as ReceiverOptions)).toThrow(TypeError);
    expect(() => createInteractionReceiver(options as ReceiverOptions)).toThrow(message);
  });
});
