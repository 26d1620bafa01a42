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
const place = { callbackUrl, botToken, channelId: 'any' };

function build(buttons: ControlRows) {
  return buildButtonAttachments({ ...place, buttons })[0]!.actions;
}

describe('action ids', () => {
  const source = fc.record({ text: fc.string({ maxLength: 80 }), isId: fc.boolean() });
  const fromValue = (text: string) => ({ text, isId: false });

  it('Action ids are letters and digits, unique, and one for each source', () => {
    fc.assert(
      fc.property(fc.array(source), fc.constantFrom('', 'ticket0'), (sources, prefix) => {
        const ids = makeActionIds(sources, prefix);
        expect(ids).toHaveLength(sources.length);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(id).toMatch(new RegExp(`^${prefix}[A-Za-z0-9]*$`));
        for (const id of ids) expect(id.length).toBeLessThanOrEqual(64);
      }),
    );
  });

  it('A text that is a valid action id stays as it is', () => {
    expect(makeActionIds(['a-b', 'ab', 'a_b', '✓'].map(fromValue))).toEqual(['ab2', 'ab', 'ab3', 'action']);
    expect(makeActionIds([fromValue('a'), { text: 'a', isId: true }])).toEqual(['a2', 'a']);
  });
});

describe('buildButtonAttachments', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('A built button has all that Mattermost needs and a valid signature', () => {
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

  it('Buttons can be written in rows, with other names for the same property, and beside menus', () => {
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

  it('Names and colours of styles and tooltips are passed on, and secondary becomes default', () => {
    const styles = ['secondary', 'success', 'danger', 'linkColor', '#f00', '#FF0000', undefined];
    const actions = build(
      styles.map((style, index) => ({ label: 'x', value: `v${index}`, style, tooltip: `t${index}` })),
    );
    expect(actions.map(({ style }) => style)).toEqual(['default', ...styles.slice(1)]);
    expect(actions.map(({ tooltip }) => tooltip)).toEqual(styles.map((_, index) => `t${index}`));
  });

  it('A button without a channel is refused, so that a missing setting does not sign for every channel', () => {
    const buttons = [{ label: 'a', value: 'a' }];
    for (const channelId of [undefined, '']) {
      const build = () => buildButtonAttachments({ ...place, channelId: channelId as string, buttons });
      expect(build).toThrow(/^channelId: expected the id of the post's channel, or 'any', got/);
    }
    const [anywhere] = buildButtonAttachments({ ...place, buttons });
    expect(anywhere?.actions[0]?.integration.context).not.toHaveProperty('__openclaw_channel_id');
  });

  it.each([
    ['value', { label: 'a', value: 'a', id: 'x', context: { value: 'b' } }],
    ['value', { label: 'a', value: 'a', id: 'x', context: { value: null } }],
    ['action_id', { label: 'a', value: 'a', context: { action_id: 'b' } }],
    ['__openclaw_channel_id', { label: 'a', value: 'a', context: { __openclaw_channel_id: 'c2' } }],
  ])('A context.%s that differs from the button’s own is refused', (key, button) => {
    const build = () => buildButtonAttachments({ ...place, channelId: 'c1', buttons: [button] });
    expect(build).toThrow(ControlError);
    expect(build).toThrow(`button 1 ("a"): context.${key}: it differs from the button's own`);
  });

  it('A context can repeat the button’s own fields, and give a value to a button with an id', () => {
    const buttons = [
      { label: 'a', value: 'a', context: { action_id: 'a' } },
      { label: 'b', id: 'b', context: { value: 'mine' } },
    ];
    const contexts = build(buttons).map(({ integration }) => integration.context);
    expect(contexts).toMatchObject([{ action_id: 'a' }, { action_id: 'b', value: 'mine' }]);
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
    ['a style that is not a colour', /`style` that is not a colour/, [{ label: 'a', value: 'a', style: '#ff' }]],
    ['a style that is a number', /`style` that is not a text/, [{ label: 'a', value: 'a', style: 5 as never }]],
    ['a tooltip that is a number', /`tooltip` that is not a text/, [{ label: 'a', value: 'a', tooltip: 5 as never }]],
    ['a disabled that is a text', /`disabled` that is neither/, [{ label: 'a', value: 'a', disabled: 'yes' as never }]],
    ['a context that changes', /button 1 \("a"\): context\.n/, [{ label: 'a', value: 'a', context: { n: 2 ** 60 } }]],
  ])('The error for %s names the button and the fix', (_, message, buttons) => {
    expect(() => build(buttons)).toThrow(ControlError);
    expect(() => build(buttons)).toThrow(message);
  });

  it('Buttons beyond 8,000 characters are refused unless the server is said to allow more', () => {
    const buttons = Array.from({ length: 40 }, (_, index) => ({ label: `Button ${index}`, value: `value${index}` }));
    expect(() => build(buttons)).toThrow(PropsTooLargeError);
    const params = { ...place, buttons, maxPropsLength: 800_000 };
    expect(buildButtonAttachments(params)[0]?.actions).toHaveLength(40);
  });

  it('A character that Go escapes counts six times in the size of props', () => {
    expect(measureProps({ attachments: [{ text: '<✓😀' }] }) - measureProps({ attachments: [{ text: '' }] })).toBe(8);
  });

  it('Buttons cannot be built for a callback URL that leads to /plugins', () => {
    const params = {
      ...place,
      callbackUrl: 'https://chat.example.com/plugins/x',
      buttons: [{ label: 'a', value: 'a' }],
    };
    expect(() => buildButtonAttachments(params)).toThrow(CallbackUrlError);
  });

  it('Only the default account takes its bot token from the environment', () => {
    vi.stubEnv('MATTERMOST_BOT_TOKEN', botToken);
    const params = { callbackUrl, channelId: 'any', buttons: [{ label: 'a', value: 'a' }] };
    const [attachment] = buildButtonAttachments(params);
    const verdict = verifyContext(attachment?.actions[0]?.integration.context, { secrets: [deriveSecret(botToken)] });
    expect(verdict.ok).toBe(true);
    expect(() => buildButtonAttachments({ ...params, accountId: 'alerts' })).toThrow(
      /the bot token of the account "alerts"/,
    );
    vi.stubEnv('MATTERMOST_BOT_TOKEN', '');
    expect(() => buildButtonAttachments(params)).toThrow(/MATTERMOST_BOT_TOKEN/);
  });
});
