import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedTrouble, Step } from './plan.ts';
import type { Tally } from './tally.ts';
import type { World } from './world.ts';

/** What a trouble can happen to. */
export type Victim = 'bot' | 'network';

/** What running a plan needs. */
export interface RunPlanOptions<Kind extends string> {
  readonly plan: readonly Step<Kind>[];
  readonly world: World;
  /** What a trouble happens to; a second trouble for the same victim waits until the first is over. */
  readonly victimsOf: (kind: Kind) => readonly Victim[];
  /** Causes a trouble; resolves when it is over, to whether it hit anything. */
  readonly causeTrouble: (trouble: PlannedTrouble<Kind>) => Promise<boolean>;
  readonly tally: Tally;
  /** Receives lines about the progress. */
  readonly log: (line: string) => void;
}

/** Runs the steps of a plan; people keep writing while troubles last. */
export async function runPlan<Kind extends string>(options: RunPlanOptions<Kind>): Promise<void> {
  const { plan, world, victimsOf, causeTrouble, tally, log } = options;
  const underWay = { bot: Promise.resolve(), network: Promise.resolve() };
  const over = (victims: readonly Victim[]) => Promise.all(victims.map(victim => underWay[victim]));
  for (const step of plan) {
    if ('say' in step) await world.say(step.say);
    else if ('pauseMs' in step) await sleep(step.pauseMs);
    else {
      const { kind } = step.trouble;
      const victims = victimsOf(kind);
      await over(victims);
      log(`${world.said.length} written · ${kind}`);
      const done = causeTrouble(step.trouble).then(hit => tally.count(kind, hit));
      for (const victim of victims) underWay[victim] = done;
    }
  }
  await over(['bot', 'network']);
}
