import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { explainReason, isReason, reasons } from '../../src/index.ts';

it('The README contains all reasons', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(reasons.filter(reason => !readme.includes(`\`${reason}\``))).toEqual([]);
});

it('A reason from a log is recognised', () => {
  expect(reasons.every(isReason)).toBe(true);
  expect(['', 'toString', 'activation_skipped'].some(isReason)).toBe(false);
});

it('The explanation names the setting of the channel that would change it', () => {
  expect(explainReason('not-mentioned', { channelId: 'c1' })).toBe(
    'The post does not mention the bot (channels.mattermost.groups.c1.requireMention: set it to false to answer every message, or chatmode to "onmessage").',
  );
});

it('The explanation uses the path of the settings', () => {
  expect(explainReason('dm-disabled', { section: 'channels.mattermost.accounts.ops' })).toBe(
    'Direct messages are off (channels.mattermost.accounts.ops.dmPolicy: set it to "pairing" or "allowlist").',
  );
});

it('The explanation names no setting where none would change it', () => {
  expect(explainReason('own-post')).toBe('The bot wrote it.');
});

it.each(reasons)('The explanation of %s is a sentence', reason => {
  expect(explainReason(reason)).toMatch(/^[A-Z].*\.$/);
});
