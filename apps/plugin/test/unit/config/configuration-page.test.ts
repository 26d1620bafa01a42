import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildConfigurationPage } from '../../../scripts/configuration-page.ts';
import { testOf } from '../../../scripts/setting-tests.ts';
import { listSettings } from '../../../src/config/list-settings.ts';

const page = readFileSync(new URL('../../../../../docs/configuration.md', import.meta.url), 'utf8');

describe('docs/configuration.md', () => {
  it('docs/configuration.md is up to date; if not, run `pnpm --filter @clawmost/openclaw-mattermost configuration-page`', () => {
    expect(page).toBe(buildConfigurationPage());
  });

  it('docs/configuration.md has every key', () => {
    const paths = listSettings().map(setting => setting.path);
    expect(paths.length).toBeGreaterThan(50);
    expect(paths.filter(path => !page.includes(`| \`${path}\``))).toEqual([]);
  });
});

describe('The keys', () => {
  it('Every key has a test that is named after it', () => {
    const paths = listSettings().map(setting => setting.path);
    expect(paths.filter(path => testOf(path) === undefined)).toEqual([]);
  });

  it('Every key is described in a sentence, and has a default', () => {
    const vague = listSettings().filter(({ about }) => !/[.;]$/.test(about.help) || about.byDefault === '');
    expect(vague.map(setting => setting.path)).toEqual([]);
  });
});
