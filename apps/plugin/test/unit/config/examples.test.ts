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

/** What the host's check and ours say about a configuration, once it has been brought into today's form. */
function troubles(cfg: Example): unknown[] {
  const { config } = normalizeCompatibilityConfig({ cfg });
  const section = config.channels?.['mattermost'];
  hostAccepts(section);
  return [...(hostAccepts.errors ?? []), ...sectionProblems(config)];
}

describe('the configurations that people have', () => {
  it.each(['minimal.json5', 'support-thread-working.json5'])('%s is valid as it is', name => {
    const cfg = example(name) as Example;
    expect(normalizeCompatibilityConfig({ cfg }).changes).toEqual([]);
    expect(troubles(cfg)).toEqual([]);
  });

  it('reads all of the documented fragments', () => {
    expect(fragments.length).toBe(24);
  });

  it.each(fragments.map(fragment => [JSON.stringify(fragment), fragment] as const))(
    '%s is valid, or doctor makes it so',
    (_, fragment) => {
      const mattermost = { ...minimal.channels.mattermost, ...fragment };
      expect(troubles({ channels: { mattermost } })).toEqual([]);
    },
  );

  it('are left as they are, but for the one in an older form', () => {
    const changed = fragments.filter(fragment => {
      const mattermost = { ...minimal.channels.mattermost, ...fragment };
      return normalizeCompatibilityConfig({ cfg: { channels: { mattermost } } }).changes.length > 0;
    });
    expect(changed).toEqual([{ streaming: 'partial' }]);
  });
});
