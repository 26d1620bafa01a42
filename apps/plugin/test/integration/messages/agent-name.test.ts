import { decide, resolveRules } from '@clawmost/mm-policy';
import { buildMentionRegexes } from 'openclaw/plugin-sdk/channel-inbound';
import { expect, it } from 'vitest';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { policySettings, policySurroundings } from '../../../src/config/policy.ts';
import { withSection } from '../../support/config.ts';
import { factsOf } from '../../support/facts.ts';

const section = withSection({ groupPolicy: 'open' });
const agents = { entries: { main: { default: true, identity: { name: 'Lobster' } } } };

async function isAnswered(message: string, cfg: object): Promise<boolean> {
  const rules = resolveRules(
    policySettings(cfg, resolveAccount(cfg)),
    policySurroundings(cfg, buildMentionRegexes(cfg, 'main')),
  );
  return decide((await factsOf({ message })).policy, rules).action === 'answer';
}

it.each([
  ['@lobster hi', true],
  ['@Lobster, hi', true],
  ['@lobster-fan hi', false],
  ['me@lobster', false],
  [':lobster:', false],
  ['lobster soup for lunch', false],
])('The name of an agent calls the bot only as a mention: %j', async (message, expected) => {
  expect(await isAnswered(message, { ...section, agents })).toBe(expected);
});

it('A pattern that is configured calls the bot wherever it is', async () => {
  const groupChat = { mentionPatterns: ['\\blobster\\b'] };
  expect(await isAnswered('lobster soup for lunch', { ...section, agents, messages: { groupChat } })).toBe(true);
});
