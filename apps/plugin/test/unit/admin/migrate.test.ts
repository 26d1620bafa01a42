import { describe, expect, it } from 'vitest';
import { legacyConfigRules, normalizeCompatibilityConfig } from '../../../src/admin/doctor/migrate.ts';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { sectionProblems } from '../../../src/config/problems.ts';

const at = (mattermost: object) => ({ channels: { mattermost } });

function migrated(section: object) {
  const { config, changes } = normalizeCompatibilityConfig({ cfg: at(section) });
  expect(sectionProblems(config)).toEqual([]);
  expect(isLegacy(config.channels?.['mattermost'] as object)).toBe(false);
  return { section: config.channels?.['mattermost'] as unknown, changes };
}

function isLegacy(section: object): boolean {
  return legacyConfigRules.some(({ path, match }) => {
    const value = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)?.[key], at(section));
    return match?.(value, at(section)) ?? false;
  });
}

describe('an older configuration', () => {
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
  ])('%o becomes %o, in the section and in an account', (before, after) => {
    expect(isLegacy(before)).toBe(true);
    expect(migrated(before).section).toEqual(after);
    expect(migrated({ accounts: { ops: before } }).section).toEqual({ accounts: { ops: after } });
  });

  it('tells each change with its place', () => {
    expect(migrated({ streaming: 'off', accounts: { ops: { allowPrivateNetwork: true } } }).changes).toEqual([
      'Moved channels.mattermost.streaming → channels.mattermost.streaming.mode (off).',
      'Moved channels.mattermost.accounts.ops.allowPrivateNetwork → channels.mattermost.accounts.ops.network.dangerouslyAllowPrivateNetwork (true).',
    ]);
  });

  it('keeps for an account what it inherited key by key', () => {
    const { section } = migrated({
      streaming: { mode: 'block' },
      chunkMode: 'newline',
      accounts: { own: { streaming: { mode: 'off' } }, flat: { blockStreaming: true }, plain: {} },
    });
    const inForce = (id: string) => resolveAccount(at(section as object), id).config.streaming;
    expect(inForce('own')).toEqual({ mode: 'off', chunkMode: 'newline' });
    expect(inForce('flat')).toEqual({ mode: 'block', chunkMode: 'newline', block: { enabled: true } });
    expect(inForce('plain')).toEqual({ mode: 'block', chunkMode: 'newline' });
  });

  it('is not touched again once it has been repaired', () => {
    const { section } = migrated({ streaming: 'off', allowPrivateNetwork: true });
    expect(migrated(section as object).changes).toEqual([]);
  });
});

describe('a configuration of today', () => {
  it.each([{}, { streaming: { mode: 'off' } }, { accounts: { ops: { network: {} } } }])('%o is left alone', section => {
    const cfg = at(section);
    expect(isLegacy(section)).toBe(false);
    expect(normalizeCompatibilityConfig({ cfg }).config).toBe(cfg);
  });

  it('may have no such section, or one that is broken', () => {
    expect(normalizeCompatibilityConfig({ cfg: {} }).changes).toEqual([]);
    expect(normalizeCompatibilityConfig({ cfg: at({ accounts: { ops: null } }) }).changes).toEqual([]);
  });
});
