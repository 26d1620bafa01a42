import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestFilter } from '@clawmost/mm-testserver';
import {
  isNetworkTrouble,
  type NetworkTrouble,
  networkTroubles,
  onceMet,
  restartServer,
  troubleNetwork,
} from '../network.ts';
import type { PlannedTrouble } from '../plan.ts';
import type { Victim } from '../run-plan.ts';
import type { World } from '../world.ts';
import type { BotProcess } from './bot-process.ts';

/** All kinds of trouble for the bot's process. */
const botTroubles = [
  'bot killed',
  'bot stopped and started',
  'bot killed before its post is made',
  'bot killed while its post is made',
  'bot killed before it hears of its post',
  'bot stopped before it hears of its post, and server restarted',
] as const;

/** What goes wrong. */
export type TroubleKind = NetworkTrouble | (typeof botTroubles)[number];

/** All kinds. */
export const troubleKinds: readonly TroubleKind[] = [...networkTroubles, ...botTroubles];

/** What a trouble happens to. */
export function victimsOf(kind: TroubleKind): readonly Victim[] {
  if (isNetworkTrouble(kind)) return ['network'];
  return kind.endsWith('server restarted') ? ['bot', 'network'] : ['bot'];
}

/** What troubles work on. */
export interface Scene {
  readonly world: World;
  readonly bot: BotProcess;
}

/** Causes a trouble; resolves when it is over, to whether it hit anything. */
export async function causeTrouble({ world, bot }: Scene, trouble: PlannedTrouble<TroubleKind>): Promise<boolean> {
  const { kind, ms, times } = trouble;
  if (isNetworkTrouble(kind)) return troubleNetwork(world, { kind, ms, times });
  const { faults } = world.mattermost;
  const onePost: RequestFilter = { method: 'POST', path: '/posts', by: world.claw, times: 1 };
  const restart = async (end: () => Promise<void>): Promise<boolean> => {
    await end();
    await sleep(ms);
    bot.start();
    return true;
  };

  switch (kind) {
    case 'bot killed':
      return restart(bot.kill);
    case 'bot stopped and started':
      return restart(bot.stop);
    case 'bot killed before its post is made':
      return onceMet(faults.hold(onePost), () => restart(bot.kill));
    case 'bot killed while its post is made':
      return onceMet(faults.holdMidway(onePost), () => restart(bot.kill));
    case 'bot killed before it hears of its post':
      return onceMet(faults.holdAnswer(onePost), () => restart(bot.kill));
    case 'bot stopped before it hears of its post, and server restarted':
      return onceMet(faults.holdAnswer(onePost), async () => {
        await bot.stop();
        await restartServer(world, ms);
        bot.start();
      });
  }
}
