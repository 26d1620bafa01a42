import { expect, it } from 'vitest';
import { replyToMode } from '../../../src/conversations/reply-to-mode.ts';
import { withSection } from '../../support/config.ts';

const modes = (section: object) =>
  ['channel', 'group', 'direct', undefined].map(chatType => replyToMode({ cfg: withSection(section), chatType }));

it('Messages of OpenClaw start no threads unless it is configured', () => {
  expect(modes({})).toEqual(['off', 'off', 'off', 'off']);
});

it('The general mode counts in channels, and not in direct messages', () => {
  expect(modes({ replyToMode: 'all' })).toEqual(['all', 'all', 'off', 'all']);
});

it('The mode of the kind of conversation counts before the general mode', () => {
  const section = { replyToMode: 'all', replyToModeByChatType: { direct: 'first', group: 'off' } };
  expect(modes(section)).toEqual(['all', 'off', 'first', 'all']);
});

it('The mode of all channels counts before both, and the mode of one channel does not count', () => {
  const groups = { '*': { replyToMode: 'first' }, town: { replyToMode: 'off' } };
  expect(modes({ replyToMode: 'all', replyToModeByChatType: { group: 'off' }, groups })).toEqual([
    ...['first', 'first', 'off', 'first'],
  ]);
});

it('The mode follow starts no thread, and OpenClaw hears no other word for it', () => {
  expect(modes({ replyToMode: 'follow', replyToModeByChatType: { direct: 'follow' } })).toEqual([
    ...['off', 'off', 'off', 'off'],
  ]);
});

it('The mode of the account counts before that of the section', () => {
  const cfg = withSection({ replyToMode: 'all', accounts: { ops: { replyToMode: 'off' } } });
  expect(replyToMode({ cfg, accountId: 'ops', chatType: 'channel' })).toBe('off');
});
