import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Decision, decide, type PolicyFacts, type PolicySettings, resolveRules } from '../../src/index.ts';
import { factsOf, ids } from '../support/facts-of.ts';

const texts = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom('@claw', '@all', '!', '>', ' ', '/new', '`', '\n', 'hello', ids.alice), { maxLength: 8 })
    .map(parts => parts.join('')),
);

/** Props that an attacker might try, true and false ones. */
const props = fc.oneof(
  fc.constant({}),
  fc.dictionary(
    fc.constantFrom(
      'from_webhook',
      'webhook_display_name',
      'from_bot',
      'override_username',
      'user_id',
      'attachments',
      'mentions',
      '__proto__',
    ),
    fc.oneof(fc.constantFrom('true', true, 'Alerts', 'alice', ids.alice, '*'), fc.jsonValue(), texts),
  ),
  texts.map(text => ({ attachments: [{ text, pretext: text }] })),
);

const settings: fc.Arbitrary<PolicySettings> = fc.record(
  {
    chatmode: fc.constantFrom('oncall' as const, 'onmessage' as const, 'onchar' as const),
    dmPolicy: fc.constantFrom('pairing' as const, 'allowlist' as const, 'open' as const, 'disabled' as const),
    groupPolicy: fc.constantFrom('allowlist' as const, 'open' as const, 'disabled' as const),
    allowFrom: fc.constantFrom([], ['*'], [ids.alice], ['webhook:Alerts'], ['@alice'], [ids.alice, 'webhook:Alerts']),
    allowBots: fc.constantFrom('off' as const, 'mentions' as const, 'all' as const),
    allowWebhooks: fc.boolean(),
    channelMentions: fc.boolean(),
    dangerouslyAllowNameMatching: fc.boolean(),
    groups: fc.constantFrom(
      {},
      { '*': { requireMention: false } },
      { [ids.channel]: { allowFrom: ['webhook:Alerts'] } },
    ),
  },
  { requiredKeys: [] },
);

const facts: fc.Arbitrary<PolicyFacts> = fc
  .record({
    type: fc.constantFrom('O', 'P', 'G', 'D', 'X'),
    message: texts,
    props,
    postType: fc.constantFrom('', 'me', 'slack_attachment', 'custom_x'),
    rootId: fc.constantFrom('', ids.root),
    username: fc.constantFrom('alice', 'bob', ids.alice),
    isBot: fc.boolean(),
    paired: fc.boolean(),
    answered: fc.boolean(),
    spent: fc.boolean(),
  })
  .map(({ type, message, props, postType, rootId, username, isBot, paired, answered, spent }) =>
    factsOf({
      channel: { type },
      author: { username, is_bot: isBot },
      paired,
      isBotLimitReached: spent,
      lastAnswerAt: answered ? factsOf().now : undefined,
      post: { message, props, type: postType, root_id: rootId },
    }),
  );

const trust: Record<Decision['action'], number> = { silence: 0, pair: 1, answer: 2 };
const runs = { numRuns: 2000 };

it('In allowlist mode no sender outside the lists is admitted, whatever the text, the props and the names', () => {
  fc.assert(
    fc.property(facts, settings, (facts, settings) => {
      const rules = resolveRules({
        ...settings,
        dmPolicy: 'allowlist',
        groupPolicy: 'allowlist',
        allowFrom: [ids.bob, 'user:somebody', 'accessGroup:nobody', 'webhook:Alerts', 'alice-2'],
        groups: {},
      });
      const author = { ...facts.author, username: 'alice' };
      expect(decide({ ...facts, author }, rules).action).toBe('silence');
    }),
    runs,
  );
});

it('The prop from_webhook, which every user can set, only takes rights away', () => {
  const forged = fc.record(
    { from_webhook: fc.constantFrom('true', true), webhook_display_name: fc.constantFrom('Alerts', '', 'x') },
    { requiredKeys: ['from_webhook'] },
  );
  fc.assert(
    fc.property(facts, forged, settings, (facts, forged, settings) => {
      const rules = resolveRules(settings);
      const { from_webhook: _, ...honest } = { ...facts.post.props } as Record<string, unknown>;
      const plain = decide({ ...facts, post: { ...facts.post, props: honest } }, rules);
      const posing = decide({ ...facts, post: { ...facts.post, props: { ...honest, ...forged } } }, rules);
      expect(trust[posing.action]).toBeLessThanOrEqual(trust[plain.action]);
      if (posing.action === 'answer') expect(posing.command).toBe(false);
    }),
    runs,
  );
});

it('A post from the event stream and one from a catch-up get the same decision, although their hints differ', () => {
  const hints = fc.record({
    mentions: fc.array(fc.constantFrom(ids.bot, ids.alice)),
    channel_type: fc.constantFrom('D', 'O'),
    sender_name: fc.constantFrom('@alice', 'System', '@claw'),
    team_id: fc.constantFrom('', 'team'),
    set_online: fc.boolean(),
  });
  const forms = fc.record({
    metadata: fc.constantFrom({}, undefined),
    parent_id: fc.constantFrom('', undefined),
    pending_post_id: fc.string(),
    reply_count: fc.nat(),
    update_at: fc.nat(),
  });
  fc.assert(
    fc.property(facts, settings, hints, forms, (facts, settings, hints, forms) => {
      const rules = resolveRules(settings);
      const streamed = { ...facts, ...hints, post: { ...facts.post, ...hints, ...forms } };
      expect(decide(streamed, rules)).toEqual(decide(facts, rules));
    }),
    runs,
  );
});

it('The bot never answers itself, the server or a slash command', () => {
  const silent = fc.constantFrom(
    { user_id: ids.bot },
    { type: 'system_join_channel' },
    { props: { from_webhook: 'true' } },
  );
  fc.assert(
    fc.property(facts, settings, silent, (facts, settings, post) => {
      const rules = resolveRules({ ...settings, allowFrom: ['*'], allowBots: 'all', allowWebhooks: true });
      expect(decide({ ...facts, post: { ...facts.post, ...post } }, rules).action).toBe('silence');
    }),
    runs,
  );
});

it('A decision does not depend on earlier decisions', () => {
  fc.assert(
    fc.property(facts, facts, settings, (one, other, settings) => {
      const rules = resolveRules(settings, { mentionPatterns: [/claw/g] });
      const first = decide(one, rules);
      decide(other, rules);
      expect(decide(one, rules)).toEqual(first);
    }),
  );
});
