import { describe, expect, it } from 'vitest';
import { resolveRequireMention } from '../../../src/config/require-mention.ts';
import { at } from '../../support/sections.ts';

const inTown = (section: object) => resolveRequireMention({ cfg: at(section), groupId: 'town' });

describe('whether the agent is told that it must be mentioned', () => {
  it('follows the channel, then "*", then the chat mode, then the older key', () => {
    expect(inTown({})).toBe(true);
    expect(inTown({ requireMention: false })).toBe(false);
    expect(inTown({ requireMention: false, chatmode: 'oncall' })).toBe(true);
    expect(inTown({ chatmode: 'oncall', groups: { '*': { requireMention: false } } })).toBe(false);
    expect(inTown({ groups: { '*': { requireMention: false }, town: { requireMention: true } } })).toBe(true);
  });

  it('finds the channel under the forms in which the host writes it', () => {
    const cfg = at({ groups: { town: { requireMention: false } } });
    for (const groupId of ['town', 'channel:town', 'mattermost:group:town']) {
      expect(resolveRequireMention({ cfg, groupId })).toBe(false);
    }
    expect(resolveRequireMention({ cfg, groupId: null })).toBeUndefined();
  });
});
