import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { buildJsonSchema } from '../../../scripts/json-schema.ts';
import { buildManifest } from '../../../scripts/manifest.ts';
import { checkForm } from '../../../src/config/check.ts';
import { listSettings } from '../../../src/config/list-settings.ts';
import { buildUiHints } from '../../../src/config/ui-hints.ts';
import { stateMigrations } from '../../../src/doctor-contract-api.ts';

const accepts = new Ajv({ strict: false }).compile(buildJsonSchema());

describe('The manifest', () => {
  it('The manifest says that the doctor can repair older configurations', () => {
    expect(buildManifest()).toMatchObject({
      id: 'mattermost',
      doctorContract: { configRepair: true, stateMigrations },
    });
  });

  it('The manifest has the root command, so that OpenClaw shows it before the plugin is loaded', () => {
    expect(buildManifest()).toMatchObject({ cliCommands: [{ name: 'mattermost', hasSubcommands: true }] });
  });

  it('The schema has no defaults, because OpenClaw would write them over inherited settings', () => {
    expect(JSON.stringify(buildJsonSchema())).not.toContain('"default":');
  });

  it.each([
    {},
    { botToken: { source: 'env', provider: 'default', id: 'MATTERMOST_BOT_TOKEN' } },
    { botToken: { source: 'exec', provider: 'vault', id: 'bots/claw' } },
    { groups: { '*': { requireMention: true } } },
    { commands: { callbackPath: 'api/channels/mattermost/cmd' } },
    { commands: { callbackPath: '/api/plugins', callbackUrl: 'https://g.example.com/api/plugins' } },
  ])('The schema and our own check accept %o', section => {
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
  ])('The schema and our own check refuse %o', section => {
    expect([accepts(section), checkForm(section).length]).toEqual([false, 1]);
  });

  it.each([
    { commands: { callbackPath: '/plugins/x' } },
    { commands: { callbackPath: 'plugins/x' } },
    { commands: { callbackUrl: 'https://g.example.com/plugins/x' } },
    { accounts: { ops: { interactions: { callbackBaseUrl: 'https://g.example.com/plugins' } } } },
  ])('The schema refuses %o, without code of the plugin', section => {
    expect(accepts(section)).toBe(false);
  });

  it('Every key has a hint for settings pages, in the section and in accounts', () => {
    const hints = buildUiHints();
    for (const { path } of listSettings()) {
      const key = path.replace('<id>', '*');
      expect(hints[key]?.label).toBeTruthy();
      if (path !== 'defaultAccount') expect(hints[`accounts.*.${key}`]).toEqual(hints[key]);
    }
    expect(hints['botToken']?.sensitive).toBe(true);
  });
});
