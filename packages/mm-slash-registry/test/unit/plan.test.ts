import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServerCommand } from '../../src/commands/api.ts';
import { fieldsOf } from '../../src/commands/desired.ts';
import { planTeam } from '../../src/commands/plan.ts';
import { checkTrigger, type DesiredCommand } from '../../src/index.ts';

const [userId, teamId, url] = ['claw', 'acme', 'https://bot.example.com/c'];

function listed(trigger: string, more: Partial<ServerCommand> = {}): ServerCommand {
  const fields = fieldsOf({ trigger }, teamId, url);
  return { ...fields, id: `id-${trigger}`, creator_id: userId, token: 't', username: '', icon_url: '', ...more };
}

function plan(
  desired: readonly DesiredCommand[],
  commands: readonly ServerCommand[],
  ownedIds: string[] = [],
): string[] {
  const steps = planTeam({ teamId, desired, listed: commands, userId, url, ownedIds: new Set(ownedIds) });
  return steps.map(
    step =>
      `${step.do} ${step.trigger}${'changes' in step ? ` ${step.changes}` : ''}${'why' in step ? ` ${step.why}` : ''}`,
  );
}

const [status, think] = [{ trigger: 'oc_status' }, { trigger: 'oc_think', description: 'Level', hint: '[on|off]' }];

describe('What is planned for a team', () => {
  it('A missing command is created, and one that is as it should be is kept', () => {
    expect(plan([status, think], [listed('oc_status')])).toEqual(['keep oc_status', 'create oc_think']);
  });

  it.each<[Partial<ServerCommand>, string]>([
    [{ url: 'https://old.example.com/c' }, 'url'],
    [{ method: 'G' }, 'method'],
    [{ description: 'other' }, 'description'],
    [{ auto_complete_hint: 'other' }, 'auto_complete_hint'],
    [{ auto_complete: false }, 'auto_complete'],
    [{ auto_complete_desc: 'other', display_name: 'Other' }, 'display_name,auto_complete_desc'],
  ])('A command of ours that differs in %j is updated in %s', (more, changes) => {
    expect(plan([status], [listed('oc_status', more)])).toEqual([`update oc_status ${changes}`]);
  });

  it('An update keeps the name and the picture that an administrator gave the command', () => {
    const own = listed('oc_status', { url: 'https://old.example.com', username: 'Claw', icon_url: 'https://x/i.png' });
    const [step] = planTeam({ teamId, desired: [status], listed: [own], userId, url, ownedIds: new Set() });
    expect(step).toMatchObject({ fields: { url, username: 'Claw', icon_url: 'https://x/i.png' } });
  });

  it('A command of another user is left alone, also with the same trigger', () => {
    const foreign = listed('oc_status', { creator_id: 'somebody' });
    expect(plan([status], [foreign])).toEqual(['skip oc_status taken']);
    expect(plan([], [foreign], [foreign.id])).toEqual([]);
  });

  it('A command that is no longer wanted is deleted if the registry made it, also after the address has moved', () => {
    const moved = listed('oc_gone', { url: 'https://old.example.com/c' });
    expect(plan([], [moved], [moved.id])).toEqual(['delete oc_gone']);
    expect(plan([], [listed('oc_gone')])).toEqual(['delete oc_gone']);
  });

  it('A command that the same user has made for another program is left alone', () => {
    expect(plan([], [listed('deploy', { url: 'https://ci.example.com/deploy' })])).toEqual([]);
  });

  it('Of two commands of ours with one trigger, which a renaming can leave, one is kept and the other deleted', () => {
    const twins = [listed('oc_status', { id: 'a' }), listed('oc_status', { id: 'b' })];
    expect(plan([status], twins, ['b'])).toEqual(['keep oc_status', 'delete oc_status']);
  });

  it('The same trigger twice is registered once, whatever its case', () => {
    expect(plan([status, { trigger: 'OC_Status' }], [])).toEqual(['create oc_status', 'skip oc_status repeated']);
  });

  it('A description is cut at 128 bytes, between characters', () => {
    const { description } = fieldsOf({ trigger: 'x', description: `${'é'.repeat(61)} 👩‍👩‍👧‍👦 end` }, teamId, url);
    expect(description).toBe(`${'é'.repeat(61)}…`);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), text => {
        const cut = fieldsOf({ trigger: 'x', description: text }, teamId, url).description;
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(128);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });

  it('What was planned and carried out needs nothing more', () => {
    const trigger = fc.stringMatching(/^[a-z]{1,6}$/);
    fc.assert(
      fc.property(fc.uniqueArray(trigger), fc.uniqueArray(trigger), (wanted, there) => {
        const desired = wanted.map(name => ({ trigger: name }));
        const before = there.map(name => listed(name));
        const steps = planTeam({ teamId, desired, listed: before, userId, url, ownedIds: new Set() });
        const deleted = new Set(steps.flatMap(step => (step.do === 'delete' ? [step.id] : [])));
        const after = [
          ...before.filter(({ id }) => !deleted.has(id)),
          ...steps.flatMap(step => (step.do === 'create' ? [listed(step.trigger)] : [])),
        ];
        const again = planTeam({ teamId, desired, listed: after, userId, url, ownedIds: new Set() });
        expect(again.filter(step => step.do !== 'keep' && step.do !== 'skip')).toEqual([]);
      }),
    );
  });
});

it.each([
  ['oc_status', undefined],
  ['a/b', undefined],
  ['a.b-c_d', undefined],
  ['x'.repeat(128), undefined],
  ['x'.repeat(129), 'too-long'],
  ['', 'empty'],
  [' ', 'empty'],
  ['/oc', 'leading-slash'],
  ['two words', 'characters'],
  ['ü', 'characters'],
  ['a!', 'characters'],
  ['a\tb', 'characters'],
  ['Help', 'built-in'],
  ['invite_people', 'built-in'],
])('The trigger %j has the problem %s', (trigger, problem) => {
  expect(checkTrigger(trigger)).toBe(problem);
});
