import { between, type Random, seeded, shuffled } from './random.ts';

/** A message that a person will write. */
export interface PlannedMessage {
  /** Counted from 1; names the message in its text. */
  readonly number: number;
  /** Which of the people writes it. */
  readonly author: number;
  /** Where: channels first, then the direct channel of its author. */
  readonly place: number | 'direct';
  /** The message in whose thread it is. */
  readonly thread: number | undefined;
  /** Whether it is meant for the bot. */
  readonly wanted: boolean;
}

/** A trouble that will happen. */
export interface PlannedTrouble<Kind extends string> {
  readonly kind: Kind;
  /** Its duration, for kinds that have one. */
  readonly ms: number;
  /** How many requests it hits, for kinds that hit requests. */
  readonly times: number;
}

/** One step of a soak. */
export type Step<Kind extends string> =
  | { readonly say: PlannedMessage }
  | { readonly trouble: PlannedTrouble<Kind> }
  | { readonly pauseMs: number };

/** What a plan is made from. */
export interface PlanOptions<Kind extends string> {
  /** Decides everything random. */
  readonly seed: number;
  readonly messages: number;
  readonly people: number;
  readonly channels: number;
  /** The kinds of trouble; each happens as often as the others, give or take one. */
  readonly troubles: readonly Kind[];
  /** How many troubles there are. */
  readonly troubleCount: number;
  /** The longest duration of a trouble. */
  readonly longestTroubleMs: number;
  /** The longest pause between two messages. */
  readonly longestPauseMs: number;
}

/** Makes the plan of a soak; the same seed makes the same plan. */
export function makePlan<Kind extends string>(options: PlanOptions<Kind>): Step<Kind>[] {
  const { seed, messages, troubleCount, longestTroubleMs, longestPauseMs } = options;
  const random = seeded(seed);
  const troubles = deal(random, options.troubles, troubleCount);
  // Spread over the whole plan, with messages before the first and after the last.
  const every = messages / (troubleCount + 1);
  const said: PlannedMessage[] = [];
  const steps: Step<Kind>[] = [];
  for (let number = 1; number <= messages; number += 1) {
    while (troubles.length > 0 && number > every * (troubleCount - troubles.length + 1)) {
      const kind = troubles.shift() as Kind;
      const ms = between(random, 50, longestTroubleMs);
      steps.push({ trouble: { kind, ms, times: between(random, 1, 6) } });
    }
    const message = makeMessage(random, number, said, options);
    said.push(message);
    steps.push({ say: message });
    // People write in bursts: half of the messages follow the previous one at once.
    const pauseMs = random() < 0.5 ? 0 : between(random, 1, longestPauseMs);
    if (pauseMs > 0) steps.push({ pauseMs });
  }
  return steps;
}

function makeMessage<Kind extends string>(
  random: Random,
  number: number,
  said: readonly PlannedMessage[],
  { people, channels }: PlanOptions<Kind>,
): PlannedMessage {
  const author = between(random, 0, people - 1);
  const place = random() < 0.2 ? 'direct' : between(random, 0, channels - 1);
  const roots = said.filter(
    other => other.thread === undefined && other.place === place && (place !== 'direct' || other.author === author),
  );
  const thread = roots.length > 0 && random() < 0.4 ? roots[between(random, 0, roots.length - 1)]?.number : undefined;
  return { number, author, place, thread, wanted: place === 'direct' || random() < 0.9 };
}

/** Repeats all kinds, each time in another random order. */
function deal<Kind extends string>(random: Random, kinds: readonly Kind[], count: number): Kind[] {
  const dealt: Kind[] = [];
  while (dealt.length < count) dealt.push(...shuffled(random, kinds));
  return dealt.slice(0, count);
}
