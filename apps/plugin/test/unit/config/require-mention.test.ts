import { expect, it } from 'vitest';
import { resolveRequireMention } from '../../../src/config/require-mention.ts';
import { withSection } from '../../support/config.ts';

const inTown = (section: object) => resolveRequireMention({ cfg: withSection(section), groupId: 'town' });

it('Whether a mention is required follows the channel, then "*", then the chat mode, then the older key', () => {
  expect(inTown({})).toBe(true);
  expect(inTown({ requireMention: false })).toBe(false);
  expect(inTown({ requireMention: false, chatmode: 'oncall' })).toBe(true);
  expect(inTown({ chatmode: 'oncall', groups: { '*': { requireMention: false } } })).toBe(false);
  expect(inTown({ groups: { '*': { requireMention: false }, town: { requireMention: true } } })).toBe(true);
});

it('The channel is found in every form in which OpenClaw writes its id', () => {
  const cfg = withSection({ groups: { town: { requireMention: false } } });
  for (const groupId of ['town', 'channel:town', 'mattermost:group:town']) {
    expect(resolveRequireMention({ cfg, groupId })).toBe(false);
  }
  expect(resolveRequireMention({ cfg, groupId: null })).toBeUndefined();
});
