import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import JSON5 from 'json5';
import { describe, expect, it } from 'vitest';
import { buildJsonSchema } from '../../../scripts/json-schema.ts';
import { normalizeCompatibilityConfig } from '../../../src/admin/doctor/migrate.ts';
import { sectionProblems } from '../../../src/config/problems.ts';

interface Example {
  readonly channels: { readonly mattermost: Record<string, unknown> };
}

const example = (name: string) => JSON5.parse(readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8'));
const minimal = example('minimal.json5') as Example;
const fragments = example('documented-fragments.json5') as Record<string, unknown>[];
const hostAccepts = new Ajv({ strict: false }).compile(buildJsonSchema());

/** The errors of OpenClaw's check and of ours, after older keys were moved. */
function errorsOf(cfg: Example): unknown[] {
  const { config } = normalizeCompatibilityConfig({ cfg });
  const section = config.channels?.['mattermost'];
  hostAccepts(section);
  return [...(hostAccepts.errors ?? []), ...sectionProblems(config)];
}

describe('Configurations of users', () => {
  it.each(['minimal.json5', 'support-thread-working.json5'])(
    'The configuration %s is valid and is not changed',
    name => {
      const cfg = example(name) as Example;
      expect(normalizeCompatibilityConfig({ cfg }).changes).toEqual([]);
      expect(errorsOf(cfg)).toEqual([]);
    },
  );

  it('All 24 documented fragments are read', () => {
    expect(fragments.length).toBe(24);
  });

  it.each(fragments.map(fragment => [JSON.stringify(fragment), fragment] as const))(
    'The documented fragment %s is valid, or the doctor makes it valid',
    (_, fragment) => {
      const mattermost = { ...minimal.channels.mattermost, ...fragment };
      expect(errorsOf({ channels: { mattermost } })).toEqual([]);
    },
  );

  it('Only the documented fragment with an older key is changed', () => {
    const changed = fragments.filter(fragment => {
      const mattermost = { ...minimal.channels.mattermost, ...fragment };
      return normalizeCompatibilityConfig({ cfg: { channels: { mattermost } } }).changes.length > 0;
    });
    expect(changed).toEqual([{ streaming: 'partial' }]);
  });
});
