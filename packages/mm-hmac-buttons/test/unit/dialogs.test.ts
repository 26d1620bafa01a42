import { describe, expect, it } from 'vitest';
import { issueDialog, type TicketStore } from '../../src/index.ts';
import { accountId, answer, callbackUrl, channelId, setUp, userId } from '../support/receivers.ts';
import { dialogBody, requestWith } from '../support/requests.ts';

describe('a dialog', () => {
  const elements = [{ display_name: 'Name', name: 'name', type: 'text' }];
  const dialog = { callback_id: 'cb', title: 'Title', elements };
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

  it('A submitted dialog is one event, and a second submission is refused', async () => {
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

  it('A dialog can be submitted again after a reply with field errors', async () => {
    const { receive, events, store } = setUp({ submitReply: { errors: { name: 'too short' } } });
    const body = await open(store);
    for (let times = 0; times < 2; times++) {
      const call = await receive(requestWith(body));
      expect(answer(call.response.body)).toEqual({ errors: { name: 'too short' } });
    }
    expect(events).toHaveLength(2);
  });

  it('A cancelled dialog is an event with an empty submission', async () => {
    const { receive, events, store } = setUp();
    await receive(requestWith({ ...(await open(store)), cancelled: true, submission: undefined }));
    expect(events).toMatchObject([{ cancelled: true, submission: {} }]);
  });

  it('A dialog counts only for its person, in its channel and until it expires', async () => {
    let time = 0;
    const { receive, store } = setUp({ testing: { now: () => time } });
    const body = await open(store, { testing: { now: () => 0 } });
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

  it('A submission without its channel, as mobile apps send it, belongs to the channel of its ticket', async () => {
    const { receive, events, store } = setUp();
    const body = { ...(await open(store)), channel_id: '', team_id: '', submission: null };
    expect((await receive(requestWith(body))).accepted).toBe(true);
    expect(events).toMatchObject([{ channelId, submission: {} }]);
  });

  it('A dialog without elements is refused, because mobile apps cannot submit it', async () => {
    const { store } = setUp();
    await expect(open(store, { dialog: { ...dialog, elements: [] } })).rejects.toThrow(/dialog.elements/);
  });

  it('A receiver without onSubmit refuses dialogs', async () => {
    const { receive, store } = setUp({ onSubmit: undefined });
    expect(await receive(requestWith(await open(store)))).toMatchObject({ refusal: { code: 'unknown-action' } });
  });
});
