import { expect, it } from 'vitest';
import { secretTargetRegistryEntries } from '../../../src/secret-contract-api.ts';

it('OpenClaw resolves a SecretRef in the bot token of the section and of each account', () => {
  expect(secretTargetRegistryEntries.map(({ pathPattern }) => pathPattern)).toEqual([
    'channels.mattermost.accounts.*.botToken',
    'channels.mattermost.botToken',
  ]);
});
