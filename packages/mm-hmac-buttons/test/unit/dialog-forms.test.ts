import { describe, expect, it } from 'vitest';
import { type DialogElement, dialogFeatures, issueDialog, readSubmission } from '../../src/index.ts';
import { accountId, callbackUrl, channelId, setUp, userId } from '../support/receivers.ts';

const text: DialogElement = { type: 'text', name: 'why', display_name: 'Why' };
const menu: DialogElement = {
  ...{ type: 'select', name: 'when', display_name: 'When' },
  options: [
    { text: 'Now', value: 'now' },
    { text: 'Later', value: 'later' },
  ],
};

const open = (elements: readonly unknown[], more: object = {}) =>
  issueDialog(setUp().store, {
    ...{ accountId, channelId, callbackUrl, userId, triggerId: 't' },
    dialog: { callback_id: 'cb', title: 'Title', elements: elements as DialogElement[] },
    ...more,
  });

describe('A form is checked before it is opened', () => {
  it.each([
    ['a default that is no text', { ...text, default: true }, /its `default` is not a text: write it as a text/],
    ['a length that is no number', { ...text, max_length: '9' }, /its `max_length` is not a whole number/],
    ['a flag that is a text', { ...text, optional: 'true' }, /its `optional` is not true or false/],
    ['an option whose value is a number', { ...menu, options: [{ text: 'A', value: 1 }] }, /`value` is not a text/],
    ['two options with one value', { ...menu, options: [menu.options?.[0], menu.options?.[0]] }, /the same value/],
    ['a default that is not offered', { ...menu, default: 'never' }, /its default "never"/],
    ['a label of 25 characters', { ...text, display_name: 'x'.repeat(25) }, /longer than 24 characters/],
    ['no name', { ...text, name: '' }, /it has no name/],
    ['a minimum above the maximum', { ...text, min_length: 5, max_length: 4 }, /larger than its `max_length`/],
  ])('A field with %s is refused, and the error names it', async (_, element, message) => {
    await expect(open([text, { ...element, name: element.name && 'other' }])).rejects.toThrow(message);
    await expect(open([text, { ...element, name: element.name && 'other' }])).rejects.toMatchObject({ index: 1 });
  });

  it('Two fields with one name, and a form that is too large, are refused', async () => {
    await expect(open([text, text])).rejects.toThrow(/another field has the same name/);
    const many = Array.from({ length: 9_000 }, (_, index) => ({ text: `Option ${index}`, value: `${index}` }));
    await expect(open([{ ...menu, options: many }])).rejects.toThrow(/bytes, and the server accepts 300000/);
  });

  it.each([
    ['multiselect', { ...menu, multiselect: true }, '10.11.4', '11.0'],
    ['data_source: dynamic', { ...text, type: 'select', data_source: 'dynamic' }, '9.11.0', '11.0'],
    ['type: date', { ...text, type: 'date' }, '10.11.4', '11.1'],
    ['refresh', { ...menu, refresh: true }, '11.0.2', '11.1'],
  ])('A form with `%s` is refused for a server that would cut it off', async (what, element, version, since) => {
    const expected = `\`${what}\` needs Mattermost ${since}, and this server is ${version}`;
    await expect(open([element], { serverVersion: version })).rejects.toThrow(expected);
    await expect(open([element], { serverVersion: '11.1.0' })).resolves.toBeDefined();
    await expect(open([element])).resolves.toBeDefined();
  });

  it('What a version can show is known', () => {
    expect(dialogFeatures('10.11.4')).toEqual({
      multiselect: false,
      dynamicSelects: false,
      dates: false,
      steps: false,
    });
    expect(dialogFeatures('11.1.0')).toEqual({ multiselect: true, dynamicSelects: true, dates: true, steps: true });
    expect(dialogFeatures('12.0.0').steps).toBe(true);
  });
});

describe('A submission is read by the form', () => {
  const number: DialogElement = { ...text, name: 'amount', subtype: 'number' };
  const flag: DialogElement = { type: 'bool', name: 'sure', display_name: 'Sure', optional: true };
  const several: DialogElement = { ...menu, name: 'days', multiselect: true };

  it.each([
    ['web', { why: 'x', amount: 5, when: 'now', sure: true, days: ['now', 'later'] }],
    ['mobile', { why: 'x', amount: '5', when: 'now', sure: 'true', days: 'now,later' }],
  ])('The same values come out of what %s clients send', (_, submission) => {
    expect(readSubmission([text, number, menu, flag, several], submission)).toEqual({
      ok: true,
      values: { why: 'x', amount: 5, when: 'now', sure: true, days: ['now', 'later'] },
    });
  });

  it('An empty field is the same whether it is null, absent or blank, and optional ones have no value', () => {
    const optional = { ...text, optional: true };
    for (const submission of [{}, { why: null }, { why: ' ' }]) {
      expect(readSubmission([optional], submission)).toEqual({ ok: true, values: { why: undefined } });
      expect(readSubmission([text], submission)).toMatchObject({ ok: false, errors: { why: 'Please fill this in.' } });
    }
  });

  it('Everything that the server does not check becomes an error at its field', () => {
    const short = { ...text, name: 'short', max_length: 2 };
    const verdict = readSubmission([short, number, menu, { ...several, name: 'some' }], {
      ...{ short: 'long', amount: 'many', when: 'never', some: ['now', 'never'], unknown: 1 },
    });
    expect(verdict).toEqual({
      ok: false,
      errors: {
        short: 'This is too long.',
        amount: 'This is not valid.',
        when: 'Please choose one of the options.',
        some: 'Please choose one of the options.',
      },
    });
  });

  it('Fields that the form does not have are left out, and no inherited property is read', () => {
    const strange = { ...text, name: 'constructor', optional: true };
    expect(readSubmission([strange], { other: 'x' })).toEqual({ ok: true, values: { constructor: undefined } });
  });
});

describe('Membership', () => {
  it('A person who is not a member is refused before anything else is asked', async () => {
    const asked: string[] = [];
    const { receive, events, click } = await setUpWithMember(false, asked);
    expect(await receive(await click())).toMatchObject({ accepted: false, refusal: { code: 'not-allowed' } });
    expect([events, asked]).toEqual([[], ['member']]);
  });
});

async function setUpWithMember(isMember: boolean, asked: string[]) {
  const { createInteractionReceiver, createMemoryStore, issueChoice } = await import('../../src/index.ts');
  const { clickBody, requestWith } = await import('../support/requests.ts');
  const store = createMemoryStore();
  const events: unknown[] = [];
  const receive = createInteractionReceiver({
    ...{ accountId, store },
    isMember: async () => {
      asked.push('member');
      return isMember;
    },
    authorize: async () => {
      asked.push('authorize');
      return { allowed: true };
    },
    onClick: async event => {
      events.push(event);
      return undefined;
    },
    logger: { warn: () => {}, error: () => {} },
  });
  const click = async () => {
    const controls = [{ label: 'Yes', value: 'yes' }];
    const { attachments } = await issueChoice(store, { accountId, channelId, callbackUrl, controls });
    const context = attachments[0]?.actions[0]?.integration.context as Record<string, string>;
    return requestWith({ ...clickBody, context });
  };
  return { receive, events, click };
}
