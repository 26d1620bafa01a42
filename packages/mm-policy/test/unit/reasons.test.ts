import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainReason, isReason, reasons } from '../../src/index.ts';

describe('reasons', () => {
  it('are all in the README', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(reasons.filter(reason => !readme.includes(`\`${reason}\``))).toEqual([]);
  });

  it('are known again when read from a log', () => {
    expect(reasons.every(isReason)).toBe(true);
    expect(['', 'toString', 'activation_skipped'].some(isReason)).toBe(false);
  });
});

describe('explainReason', () => {
  it('names the setting that would change it, for the channel in question', () => {
    expect(explainReason('not-mentioned', { channelId: 'c1' })).toBe(
      'The post does not mention the bot (channels.mattermost.groups.c1.requireMention: set it to false to answer every message, or chatmode to "onmessage").',
    );
  });

  it('puts the settings where they are', () => {
    expect(explainReason('dm-disabled', { section: 'channels.mattermost.accounts.ops' })).toBe(
      'Direct messages are off (channels.mattermost.accounts.ops.dmPolicy: set it to "pairing" or "allowlist").',
    );
  });

  it('says only what happened where no setting would change it', () => {
    expect(explainReason('own-post')).toBe('The bot wrote it.');
  });

  it.each(reasons)('is a sentence about %s', reason => {
    expect(explainReason(reason)).toMatch(/^[A-Z].*\.$/);
  });
});
