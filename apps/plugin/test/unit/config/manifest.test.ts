import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { buildJsonSchema } from '../../../scripts/json-schema.ts';
import { buildManifest } from '../../../scripts/manifest.ts';
import { checkForm } from '../../../src/config/check.ts';
import { listSettings } from '../../../src/config/list-settings.ts';
import { buildUiHints } from '../../../src/config/ui-hints.ts';

const accepts = new Ajv({ strict: false }).compile(buildJsonSchema());

describe('the manifest', () => {
  it('says that older configurations can be repaired', () => {
    expect(buildManifest()).toMatchObject({ id: 'mattermost', doctorContract: { configRepair: true } });
  });

  it('carries no default, so that nothing is written into a configuration that was inherited or shared', () => {
    expect(JSON.stringify(buildJsonSchema())).not.toContain('"default":');
  });

  it.each([
    {},
    { botToken: { source: 'env', provider: 'default', id: 'MATTERMOST_BOT_TOKEN' } },
    { botToken: { source: 'exec', provider: 'vault', id: 'bots/claw' } },
    { groups: { '*': { requireMention: true } } },
    { commands: { callbackPath: '/api/plugins', callbackUrl: 'https://g.example.com/api/plugins' } },
  ])('lets %o pass, as our own check does', section => {
    expect([accepts(section), checkForm(section)]).toEqual([true, []]);
  });

  it.each([
    { bogus: 1 },
    { accounts: { ops: { bogus: 1 } } },
    { accounts: { ops: { defaultAccount: 'ops' } } },
    { groups: { town: { tools: [] } } },
    { dmPolicy: 'closed' },
    { botToken: 1 },
    { botToken: { source: 'env', provider: 'default', id: 'lower case' } },
    { botToken: { source: 'env', provider: 'default' } },
    { historyLimit: 1.5 },
    { dmChannelRetry: { timeoutMs: 1 } },
  ])('refuses %o, as our own check does', section => {
    expect([accepts(section), checkForm(section).length]).toEqual([false, 1]);
  });

  it.each([
    { commands: { callbackPath: '/plugins/x' } },
    { commands: { callbackUrl: 'https://g.example.com/plugins/x' } },
    { accounts: { ops: { interactions: { callbackBaseUrl: 'https://g.example.com/plugins' } } } },
  ])('refuses %o before any code of the plugin runs', section => {
    expect(accepts(section)).toBe(false);
  });

  it('has a hint for every key, in the section and in accounts', () => {
    const hints = buildUiHints();
    for (const { path } of listSettings()) {
      const key = path.replace('<id>', '*');
      expect(hints[key]?.label).toBeTruthy();
      if (path !== 'defaultAccount') expect(hints[`accounts.*.${key}`]).toEqual(hints[key]);
    }
    expect(hints['botToken']?.sensitive).toBe(true);
  });
});
