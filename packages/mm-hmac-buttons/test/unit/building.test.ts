import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeActionIds } from '../../src/building/action-ids.ts';
import { measureProps } from '../../src/building/props-size.ts';
import {
  buildButtonAttachments,
  CallbackUrlError,
  ControlError,
  type ControlRows,
  deriveSecret,
  PropsTooLargeError,
  verifyContext,
} from '../../src/index.ts';

const botToken = 'rgdtbuaospdnfdcj6zg1tpqjyr';
const callbackUrl = 'https://gateway.example.com/mattermost/interactions/default';

function build(buttons: ControlRows) {
  return buildButtonAttachments({ callbackUrl, botToken, buttons })[0]!.actions;
}

describe('action ids', () => {
  const wish = fc.record({ text: fc.string({ maxLength: 80 }), isId: fc.boolean() });
  const fromValue = (text: string) => ({ text, isId: false });

  it('are letters and digits, no two alike, and one for each wish', () => {
    fc.assert(
      fc.property(fc.array(wish), fc.constantFrom('', 'ticket0'), (wishes, prefix) => {
        const ids = makeActionIds(wishes, prefix);
        expect(ids).toHaveLength(wishes.length);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(id).toMatch(new RegExp(`^${prefix}[A-Za-z0-9]*$`));
        for (const id of ids) expect(id.length).toBeLessThanOrEqual(64);
      }),
    );
  });

  it('stay as they were wished where that works', () => {
    expect(makeActionIds(['a-b', 'ab', 'a_b', '✓'].map(fromValue))).toEqual(['ab2', 'ab', 'ab3', 'action']);
    expect(makeActionIds([fromValue('a'), { text: 'a', isId: true }])).toEqual(['a2', 'a']);
  });
});

describe('buildButtonAttachments', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('makes what Mattermost needs, signed', () => {
    const [attachment] = buildButtonAttachments({
      callbackUrl,
      botToken,
      accountId: 'default',
      channelId: 'c1',
      text: 'Deploy?',
      buttons: [{ id: 'approve-it', name: 'Approve', style: 'primary', context: { order: 17 } }],
    });
    expect(attachment).toMatchObject({
      text: 'Deploy?',
      actions: [
        {
          id: 'approveit',
          type: 'button',
          name: 'Approve',
          style: 'primary',
          integration: {
            url: callbackUrl,
            context: { action_id: 'approveit', order: 17, __openclaw_channel_id: 'c1' },
          },
        },
      ],
    });
    const context = attachment?.actions[0]?.integration.context;
    expect(verifyContext(context, { secrets: [deriveSecret(botToken)] }).ok).toBe(true);
  });

  it('accepts rows, aliases and menus', () => {
    const actions = build([
      [
        { text: 'Yes', callback_data: 'yes' },
        { label: 'No', callbackData: 'no' },
      ],
      { name: 'Later', value: 3 },
      {
        type: 'select',
        label: 'Pick',
        options: [
          { text: 'One', value: 1 },
          { label: 'Two', value: 'two' },
        ],
        defaultOption: 'two',
      },
    ]);
    expect(actions.map(({ id, type, name }) => [id, type, name])).toEqual([
      ['yes', 'button', 'Yes'],
      ['no', 'button', 'No'],
      ['3', 'button', 'Later'],
      ['menu', 'select', 'Pick'],
    ]);
    expect(actions[3]).toMatchObject({
      options: [
        { text: 'One', value: '1' },
        { text: 'Two', value: 'two' },
      ],
      default_option: 'two',
    });
    for (const { id, integration } of actions) expect(integration.context).toMatchObject({ action_id: id });
  });

  it('maps styles to what Mattermost knows', () => {
    const styles = ['secondary', 'success', 'danger', 'purple', undefined];
    const actions = build(styles.map((style, index) => ({ label: 'x', value: `v${index}`, style })));
    expect(actions.map(({ style }) => style)).toEqual(['default', 'success', 'danger', 'default', undefined]);
  });

  it.each<[string, RegExp, ControlRows]>([
    ['no buttons', /no buttons/, []],
    ['no label', /button 2 has no label/, [{ label: 'a', value: 'a' }, { value: 'b' }]],
    ['no value', /button 1 \("a"\) has neither `value` nor `id`/, [{ label: 'a' }]],
    ['a value that is an object', /`value` that is neither/, [{ label: 'a', value: {} as never }]],
    ['an id that is a number', /`id` that is not a text/, [{ label: 'a', value: 'a', id: 5 as never }]],
    [
      'an option value that is an object',
      /option, number 1/,
      [{ type: 'select', label: 'a', options: [{ text: 'x', value: {} as never }] }],
    ],
    ['a link', /is a link/, [{ label: 'a', url: 'https://example.com' } as never]],
    [
      'the same id twice',
      /button 2 \("b"\) has the id of button 1/,
      [
        { label: 'a', id: 'x' },
        { label: 'b', id: 'x' },
      ],
    ],
    ['an unknown type', /unknown `type`/, [{ label: 'a', value: 'a', type: 'link' as never }]],
    ['a menu without options', /menu 1 \("a"\) has no `options`/, [{ type: 'select', label: 'a', options: [] }]],
    [
      'an empty option value',
      /option, number 1/,
      [{ type: 'select', label: 'a', options: [{ text: 'x', value: '' }] }],
    ],
    [
      'a wrong default',
      /`defaultOption`/,
      [{ type: 'select', label: 'a', options: [{ text: 'x', value: 'x' }], defaultOption: 'y' }],
    ],
    ['a context that changes', /button 1 \("a"\): context\.n/, [{ label: 'a', value: 'a', context: { n: 2 ** 60 } }]],
  ])('says which button and what to do: %s', (_, message, buttons) => {
    expect(() => build(buttons)).toThrow(ControlError);
    expect(() => build(buttons)).toThrow(message);
  });

  it('refuses what old servers cannot keep, and takes it for newer ones', () => {
    const buttons = Array.from({ length: 40 }, (_, index) => ({ label: `Button ${index}`, value: `value${index}` }));
    expect(() => build(buttons)).toThrow(PropsTooLargeError);
    const params = { callbackUrl, botToken, buttons, maxPropsLength: 800_000 };
    expect(buildButtonAttachments(params)[0]?.actions).toHaveLength(40);
  });

  it('counts props as the server does', () => {
    expect(measureProps({ attachments: [{ text: '<✓😀' }] }) - measureProps({ attachments: [{ text: '' }] })).toBe(8);
  });

  it('refuses a callback URL that leaks sessions', () => {
    const params = {
      callbackUrl: 'https://chat.example.com/plugins/x',
      botToken,
      buttons: [{ label: 'a', value: 'a' }],
    };
    expect(() => buildButtonAttachments(params)).toThrow(CallbackUrlError);
  });

  it('takes the bot token from the environment for the default account alone', () => {
    vi.stubEnv('MATTERMOST_BOT_TOKEN', botToken);
    const params = { callbackUrl, buttons: [{ label: 'a', value: 'a' }] };
    const [attachment] = buildButtonAttachments(params);
    const verdict = verifyContext(attachment?.actions[0]?.integration.context, { secrets: [deriveSecret(botToken)] });
    expect(verdict.ok).toBe(true);
    expect(() => buildButtonAttachments({ ...params, accountId: 'alerts' })).toThrow(
      /no bot token for the account "alerts"/,
    );
    vi.stubEnv('MATTERMOST_BOT_TOKEN', '');
    expect(() => buildButtonAttachments(params)).toThrow(/MATTERMOST_BOT_TOKEN/);
  });
});
