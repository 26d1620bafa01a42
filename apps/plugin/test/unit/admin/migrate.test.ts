import { expect, it } from 'vitest';
import { legacyConfigRules, normalizeCompatibilityConfig } from '../../../src/admin/doctor/migrate.ts';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { sectionProblems } from '../../../src/config/problems.ts';
import { withSection } from '../../support/config.ts';

/** Migrates a section; the result must be valid, and nothing in it old. */
function migrate(section: object) {
  const { config, changes } = normalizeCompatibilityConfig({ cfg: withSection(section) });
  expect(sectionProblems(config)).toEqual([]);
  expect(isLegacy(config.channels?.['mattermost'] as object)).toBe(false);
  return { section: config.channels?.['mattermost'] as unknown, changes };
}

function isLegacy(section: object): boolean {
  return legacyConfigRules.some(({ path, match }) => {
    const value = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)?.[key], withSection(section));
    return match?.(value, withSection(section)) ?? false;
  });
}

it.each([
  [{ streaming: 'partial' }, { streaming: { mode: 'partial' } }],
  [{ streaming: ' Block ' }, { streaming: { mode: 'block' } }],
  [{ streaming: 'quick' }, { streaming: { mode: 'partial' } }],
  [{ streaming: true }, { streaming: { mode: 'partial' } }],
  [{ streaming: false }, { streaming: { mode: 'off' } }],
  [{ streamMode: 'progress' }, { streaming: { mode: 'progress' } }],
  [{ streaming: { mode: 'off' }, streamMode: 'block' }, { streaming: { mode: 'off' } }],
  [{ chunkMode: 'newline' }, { streaming: { chunkMode: 'newline' } }],
  [{ blockStreaming: true }, { streaming: { block: { enabled: true } } }],
  [
    { blockStreamingCoalesce: { idleMs: 5 }, streaming: { block: { enabled: false } } },
    { streaming: { block: { enabled: false, coalesce: { idleMs: 5 } } } },
  ],
  [{ allowPrivateNetwork: true }, { network: { dangerouslyAllowPrivateNetwork: true } }],
  [
    { allowPrivateNetwork: true, network: { dangerouslyAllowPrivateNetwork: false } },
    { network: { dangerouslyAllowPrivateNetwork: false } },
  ],
])('The older settings %o become %o, in the section and in an account', (before, after) => {
  expect(isLegacy(before)).toBe(true);
  expect(migrate(before).section).toEqual(after);
  expect(migrate({ accounts: { ops: before } }).section).toEqual({ accounts: { ops: after } });
});

it('The doctor reports each key that it moves, with its old and its new path', () => {
  expect(migrate({ streaming: 'off', accounts: { ops: { allowPrivateNetwork: true } } }).changes).toEqual([
    'Moved channels.mattermost.streaming → channels.mattermost.streaming.mode (off).',
    'Moved channels.mattermost.accounts.ops.allowPrivateNetwork → channels.mattermost.accounts.ops.network.dangerouslyAllowPrivateNetwork (true).',
  ]);
});

it('An account keeps the older keys that it inherited one by one', () => {
  const { section } = migrate({
    streaming: { mode: 'block' },
    chunkMode: 'newline',
    accounts: { own: { streaming: { mode: 'off' } }, flat: { blockStreaming: true }, plain: {} },
  });
  const inForce = (id: string) => resolveAccount(withSection(section as object), id).config.streaming;
  expect(inForce('own')).toEqual({ mode: 'off', chunkMode: 'newline' });
  expect(inForce('flat')).toEqual({ mode: 'block', chunkMode: 'newline', block: { enabled: true } });
  expect(inForce('plain')).toEqual({ mode: 'block', chunkMode: 'newline' });
});

it('A configuration that was repaired is not changed again', () => {
  const { section } = migrate({ streaming: 'off', allowPrivateNetwork: true });
  expect(migrate(section as object).changes).toEqual([]);
});

it.each([{}, { streaming: { mode: 'off' } }, { accounts: { ops: { network: {} } } }])(
  'A configuration without older keys is not changed: %o',
  section => {
    const cfg = withSection(section);
    expect(isLegacy(section)).toBe(false);
    expect(normalizeCompatibilityConfig({ cfg }).config).toBe(cfg);
  },
);

it('A configuration without a section, or with a broken one, is not changed', () => {
  expect(normalizeCompatibilityConfig({ cfg: {} }).changes).toEqual([]);
  expect(normalizeCompatibilityConfig({ cfg: withSection({ accounts: { ops: null } }) }).changes).toEqual([]);
});
