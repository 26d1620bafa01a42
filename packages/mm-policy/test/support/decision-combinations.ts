import type { AllowList, ChatMode, DirectPolicy, GroupPolicy, PolicyFacts, PolicySettings } from '../../src/index.ts';
import { factsOf, ids } from './facts-of.ts';

/** Everything that a decision depends on, with its possible values. */
const dimensions = {
  kind: ['direct', 'group message', 'private', 'public'],
  speaker: [
    'own',
    'system',
    'slash answer',
    'person',
    'bot, off',
    'bot, mentions',
    'bot, all',
    'webhook, off',
    'webhook, on',
  ],
  policy: ['pairing', 'allowlist', 'open', 'disabled'],
  membership: ['empty list', 'outside', 'paired', 'listed', 'everybody'],
  mode: ['oncall', 'onmessage', 'onchar'],
  override: ['none', 'must call', 'need not call'],
  call: ['none', 'name', 'name in code', 'prefix', 'everybody'],
  thread: ['none', 'took part', 'took part, switched off'],
} as const;

type Dimensions = typeof dimensions;

/** One value of each dimension. */
export type Combination = { readonly [Name in keyof Dimensions]: Dimensions[Name][number] };

/** What a row covers: for each dimension that it names, these values. */
export type Pattern = { readonly [Name in keyof Dimensions]?: readonly Dimensions[Name][number][] };

/** All combinations; channels have no pairing. */
export function* allCombinations(): Generator<Combination> {
  const names = Object.keys(dimensions) as (keyof Dimensions)[];
  function* from(index: number, chosen: Record<string, string>): Generator<Combination> {
    const name = names[index];
    if (name === undefined) yield { ...chosen } as unknown as Combination;
    else for (const value of dimensions[name]) yield* from(index + 1, { ...chosen, [name]: value });
  }
  for (const combination of from(0, {})) {
    if (combination.kind === 'direct' || combination.policy !== 'pairing') yield combination;
  }
}

/** Whether a row covers a combination. */
export function matches(pattern: Pattern, combination: Combination): boolean {
  return Object.entries(pattern).every(([name, values]) =>
    (values as readonly string[]).includes(combination[name as keyof Combination]),
  );
}

const messages: Record<Combination['call'], string> = {
  none: 'hello',
  name: '@claw hello',
  'name in code': '`@claw` hello',
  prefix: '!hello',
  everybody: '@all hello',
};

/** The facts of a combination. */
export function factsFor({ kind, speaker, membership, call, thread }: Combination): PolicyFacts {
  const { now } = factsOf();
  return factsOf({
    channel: { type: { direct: 'D', 'group message': 'G', private: 'P', public: 'O' }[kind] },
    author: { username: 'alice', is_bot: speaker.startsWith('bot') },
    paired: membership === 'paired',
    ...(thread !== 'none' && { lastAnswerAt: now - 1000 }),
    post: {
      message: messages[call],
      user_id: speaker === 'own' ? ids.bot : ids.alice,
      type: speaker === 'system' ? 'system_add_to_channel' : '',
      root_id: thread === 'none' ? '' : ids.root,
      props: propsFor(speaker),
    },
  });
}

function propsFor(speaker: Combination['speaker']): object {
  if (speaker === 'slash answer') return { from_webhook: 'true' };
  return speaker.startsWith('webhook') ? { from_webhook: 'true', webhook_display_name: 'Alerts' } : {};
}

const lists: Record<Combination['membership'], AllowList> = {
  'empty list': [],
  outside: [ids.bob],
  paired: [ids.bob],
  listed: [ids.bob, `user:${ids.alice}`, 'webhook:alerts'],
  everybody: ['*'],
};

/** The settings of a combination. */
export function settingsFor(combination: Combination): PolicySettings {
  const { kind, policy, membership, mode, override, thread, speaker } = combination;
  return {
    chatmode: mode satisfies ChatMode,
    ...(kind === 'direct' ? { dmPolicy: policy as DirectPolicy } : { groupPolicy: policy as GroupPolicy }),
    allowFrom: lists[membership],
    ...(override !== 'none' && { groups: { [ids.channel]: { requireMention: override === 'must call' } } }),
    ...(thread === 'took part, switched off' && { implicitMentions: { threadParticipation: false } }),
    allowBots: speaker === 'bot, all' ? 'all' : speaker === 'bot, mentions' ? 'mentions' : 'off',
    allowWebhooks: speaker === 'webhook, on',
  };
}
