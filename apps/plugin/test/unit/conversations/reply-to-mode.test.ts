import { describe, expect, it } from 'vitest';
import { replyToMode } from '../../../src/conversations/reply-to-mode.ts';

const mode = (mattermost: object, chatType: string) => replyToMode({ cfg: { channels: { mattermost } }, chatType });

describe('whether what the host sends starts a thread', () => {
  it('follows the general mode in channels, but not in direct messages', () => {
    const kinds = ['channel', 'group', 'direct'];
    expect(kinds.map(kind => mode({ replyToMode: 'all' }, kind))).toEqual(['all', 'all', 'off']);
    expect(kinds.map(kind => mode({}, kind))).toEqual(['off', 'off', 'off']);
  });

  it('follows the mode of the kind first', () => {
    const section = { replyToMode: 'all', replyToModeByChatType: { direct: 'first', group: 'off' } };
    expect([mode(section, 'direct'), mode(section, 'group'), mode(section, 'channel')]).toEqual([
      'first',
      'off',
      'all',
    ]);
  });
});
