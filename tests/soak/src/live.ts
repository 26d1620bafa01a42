import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedTrouble, Step } from './plan.ts';
import type { Tally } from './tally.ts';
import type { World } from './world.ts';

/** What a trouble can happen to. */
export type Victim = 'bot' | 'network';

/** What it takes to have a story happen. */
export interface LiveOptions<Kind extends string> {
  readonly plan: readonly Step<Kind>[];
  readonly world: World;
  /** What a trouble happens to: of two that happen to the same, the second waits. */
  readonly victimsOf: (kind: Kind) => readonly Victim[];
  /** Has something go wrong; resolves once it is over, to whether anything was hit. */
  readonly happen: (trouble: PlannedTrouble<Kind>) => Promise<boolean>;
  readonly tally: Tally;
  /** Told how far it is. */
  readonly tell: (line: string) => void;
}

/** Has a story happen; people go on writing while things go wrong. */
export async function live<Kind extends string>(options: LiveOptions<Kind>): Promise<void> {
  const { plan, world, victimsOf, happen, tally, tell } = options;
  const underWay = { bot: Promise.resolve(), network: Promise.resolve() };
  const over = (victims: readonly Victim[]) => Promise.all(victims.map(victim => underWay[victim]));
  for (const step of plan) {
    if ('say' in step) await world.say(step.say);
    else if ('pauseMs' in step) await sleep(step.pauseMs);
    else {
      const { kind } = step.trouble;
      const victims = victimsOf(kind);
      await over(victims);
      tell(`${world.said.length} written · ${kind}`);
      const happening = happen(step.trouble).then(hit => tally.count(kind, hit));
      for (const victim of victims) underWay[victim] = happening;
    }
  }
  await over(['bot', 'network']);
}
