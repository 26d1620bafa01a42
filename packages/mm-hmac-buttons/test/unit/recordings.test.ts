import { describe, expect, it } from 'vitest';
import {
  createInteractionReceiver,
  createMemoryStore,
  deriveSecret,
  type InteractionEvent,
  issueDialog,
  signContext,
  verifyContext,
} from '../../src/index.ts';
import recordings from '../recordings/integration-calls.json' with { type: 'json' };
import { postWith, requestWith } from '../support/requests.ts';

interface RecordedCall {
  label: string;
  method: string;
  headers: Record<string, string>;
  body: { type: string; context?: Record<string, unknown>; [field: string]: unknown };
}

const botToken = 'rgdtbuaospdnfdcj6zg1tpqjyr';
const secret = deriveSecret(botToken);
const calls = Object.entries(recordings.calls as unknown as Record<string, RecordedCall[]>).flatMap(([version, ones]) =>
  ones.map(call => ({ version, ...call })),
);

/** The same call, had its context been signed before it was posted. */
function signed({ type, context = {} }: RecordedCall['body']): Record<string, unknown> {
  const { selected_option: chosen, big, ...rest } = context;
  const token = signContext(rest as { action_id: string }, secret);
  return type === 'select' ? { ...token, selected_option: chosen } : token;
}

async function receive(body: object, headers: Record<string, string>, state?: string) {
  const events: InteractionEvent[] = [];
  const store = createMemoryStore();
  const { channel_id: channelId, user_id: userId } = body as Record<string, string>;
  const place = { accountId: 'default', channelId: channelId ?? '', userId: userId ?? '', triggerId: 't' };
  const callbackUrl = 'https://bot.example.com/clicks';
  const dialog = {
    callback_id: 'cb',
    title: 'Title',
    elements: [{ display_name: 'Name', name: 'name', type: 'text' }],
  };
  const issued = await issueDialog(store, { ...place, callbackUrl, dialog });
  const { action_id: id } = ('context' in body ? body.context : {}) as { action_id?: string };
  const action = 'type' in body && body.type === 'select' ? 'select' : 'button';
  const options = [{ text: 'Two', value: '2' }];
  const run = createInteractionReceiver({
    accountId: 'default',
    store,
    botTokens: [botToken],
    findPost: async () => ({
      ...postWith([{ actions: [{ id, type: action, name: 'A', ...(action === 'select' && { options }) }] }]),
      channel_id: place.channelId,
    }),
    onClick: async event => {
      events.push(event);
      return undefined;
    },
    onSubmit: async event => {
      events.push(event);
      return undefined;
    },
  });
  const sent = state === undefined ? body : { ...body, state: issued.dialog.state };
  return { call: await run(requestWith(sent, { headers })), events };
}

it('The recordings contain clicks, menus and dialogs of both servers', () => {
  for (const version of ['5.37', '6.7']) {
    const types = new Set(calls.filter(call => call.version === version).map(({ body }) => body.type));
    expect([...types].sort()).toEqual(['', 'button', 'dialog_submission', 'select']);
  }
});

describe('recorded calls', () => {
  it.each(calls)(
    'The receiver understands what Mattermost $version sent for "$label"',
    async ({ body, headers, method }) => {
      expect(method).toBe('POST');
      if (body.type === 'dialog_submission') {
        const { events } = await receive(body, headers, 'st');
        expect(events).toMatchObject([{ type: 'dialog', callbackId: 'cb', submission: body['submission'] }]);
      } else if (body.context === undefined) {
        expect((await receive(body, headers)).call).toMatchObject({ refusal: { code: 'missing-context' } });
      } else {
        const { call, events } = await receive({ ...body, context: signed(body) }, headers);
        expect(call.accepted).toBe(true);
        expect(events).toMatchObject([
          { userId: body['user_id'], userName: 'alice', postId: body['post_id'], teamDomain: body['team_domain'] },
        ]);
      }
    },
  );
});

it('A signature is valid after the servers returned the context in another order and with float64 numbers', () => {
  const posted = { action_id: 'approve1', z: 1, a: { y: 2, x: [1, 'é<&>'] }, f: 1 };
  const { _token } = signContext(posted, secret);
  for (const { label, body } of calls.filter(call => call.label === 'click')) {
    const { big, ...returned } = body.context ?? {};
    expect(Object.keys(returned), label).not.toEqual(Object.keys(posted));
    expect(verifyContext({ ...returned, _token }, { secrets: [secret] }).ok).toBe(true);
  }
});
