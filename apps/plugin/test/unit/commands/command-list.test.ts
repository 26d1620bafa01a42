import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { describe, expect, it } from 'vitest';
import { commandOf, desiredCommands, listCommands } from '../../../src/commands/command-list.ts';
import { skillCommands } from '../../../src/commands/skill-commands.ts';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { withSection } from '../../support/config.ts';

const builtin = [
  'status',
  'model',
  'models',
  'new',
  'help',
  'think',
  'reasoning',
  'verbose',
  'queue',
  'answer',
  'allow',
];
const skills = ['skill', 'oc_ping', ' ', 'Skill', 'skill'].map(name => ({ name, description: `The skill ${name}` }));

function triggers(commands: object | undefined, cfg: OpenClawConfig = {}, errors: unknown[] = []): string[] {
  const settings = resolveAccount({ ...withSection({ ...(commands && { commands }) }), ...cfg });
  const own = (config: OpenClawConfig) => skillCommands(config, () => skills);
  return [...listCommands({ ...withSection({}), ...cfg }, settings, error => errors.push(error), own).keys()];
}

describe('The slash commands of an account', () => {
  it.each([undefined, {}, { native: 'auto' }, { native: false }, { nativeSkills: true }])(
    'Under commands: %j there are none',
    commands => expect(triggers(commands)).toEqual([]),
  );

  it('With native: true there are eleven, and OpenClaw’s general setting counts where the channel has none', () => {
    expect(triggers({ native: true })).toEqual(builtin.map(name => `oc_${name}`));
    expect(triggers({}, { commands: { native: true } })).toHaveLength(11);
    expect(triggers({ native: false }, { commands: { native: true } })).toEqual([]);
  });

  it('With nativeSkills: true each skill has one; a nameless one has none, and of two with one name the first counts', () => {
    expect(triggers({ native: true, nativeSkills: true }).slice(11)).toEqual(['oc_skill', 'oc_ping']);
  });

  it('When the skills cannot be listed, the others are there all the same', () => {
    const errors: unknown[] = [];
    const settings = resolveAccount(withSection({ commands: { native: true, nativeSkills: true } }));
    const fails = () => {
      throw new Error('no skills');
    };
    expect(listCommands({}, settings, error => errors.push(error), fails).size).toBe(11);
    expect(errors).toMatchObject([{ message: 'no skills' }]);
  });

  it('With another prefix all names begin with it', () => {
    expect(triggers({ native: true, prefix: 'claw-' })[0]).toBe('claw-status');
    expect(triggers({ native: true, prefix: '' })[0]).toBe('status');
  });

  it('They are registered with a description and their arguments', () => {
    const settings = resolveAccount(withSection({ commands: { native: true } }));
    const desired = desiredCommands(listCommands({}, settings, () => {}));
    expect(desired).toContainEqual({ trigger: 'oc_verbose', description: expect.any(String), hint: '[on|off|full]' });
    for (const { description = '' } of desired) expect(Buffer.byteLength(description)).toBeLessThanOrEqual(128);
  });
});

describe('What a command means', () => {
  const settings = resolveAccount(withSection({ commands: { native: true, nativeSkills: true } }));
  const list = listCommands(
    {},
    settings,
    () => {},
    config => skillCommands(config, () => skills),
  );

  it.each([
    ['oc_status', ' now ', '/status now', 'caller', true],
    ['oc_model', '', '/model', 'caller', true],
    ['oc_model', 'stub/alt', '/model stub/alt', 'channel', false],
    ['oc_new', '', '/new', 'channel', false],
    ['oc_skill', 'a  b', '/skill a  b', 'channel', false],
    ['oc_x', '', '/x', 'channel', false],
  ])('/%s with "%s" is "%s" for OpenClaw, its answer is for the %s', (trigger, args, text, audience, isHarmless) => {
    const command = commandOf(list, trigger);
    expect(command.toText(args)).toBe(text);
    expect(command.audience(args)).toBe(audience);
    expect(command.isHarmless(args)).toBe(isHarmless);
    expect(command.isForAgent === true).toBe(trigger === 'oc_skill');
  });
});
