import { setTimeout as sleep } from 'node:timers/promises';
import type { Victim } from '../live.ts';
import { isNetworkTrouble, type NetworkTrouble, troubleNetwork } from '../network.ts';
import type { PlannedTrouble } from '../plan.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';
import type { GatewayProcess } from './gateway-process.ts';

/** The moments of a turn at which the gateway is killed, and one that is left to chance. */
const kills = [
  'gateway killed before the host has the post',
  'gateway killed while the model thinks',
  'gateway killed after the first of two posts',
  'gateway killed before it hears of its post',
  'gateway killed',
] as const;

/** What goes wrong. */
export type TroubleKind = NetworkTrouble | (typeof kills)[number];

/** What befalls the gateway and its connections. */
export const troubleKinds: readonly TroubleKind[] = [
  ...kills,
  'socket cut',
  'socket frozen for a while',
  'answer lost',
  'server restarted',
  'HTML page',
  '429',
];

/** What a trouble happens to. */
export function victimsOf(kind: TroubleKind): readonly Victim[] {
  return [isNetworkTrouble(kind) ? 'network' : 'bot'];
}

/** What troubles work on. */
export interface Scene {
  readonly world: World;
  readonly gateway: GatewayProcess;
  readonly agent: Agent;
  /** Has somebody write the message whose turn is to be interrupted: in a fresh channel, or anywhere. Resolves to its number. */
  readonly provoke: (where: 'fresh channel' | 'anywhere', before: (number: number) => void) => Promise<number>;
}

/** How long the moment may take to come. */
const longestWaitMs = 150_000;

/** Has something go wrong; resolves once it is over, to whether anything was hit. */
export async function happen(scene: Scene, trouble: PlannedTrouble<TroubleKind>): Promise<boolean> {
  const { kind, ms, times } = trouble;
  if (isNetworkTrouble(kind)) return troubleNetwork(scene.world, { kind, ms, times });
  const { gateway, agent } = scene;
  const moment = await arrive(scene, kind);
  await gateway.kill();
  moment.over();
  agent.release();
  await sleep(ms);
  await gateway.start();
  return moment.isHit;
}

/** A moment that has come, or not, in time. */
interface Moment {
  readonly isHit: boolean;
  /** To be called when the gateway is dead. */
  readonly over: () => void;
}

/** Has a message written, and waits for a moment of its turn. */
async function arrive({ world, agent, provoke }: Scene, kind: (typeof kills)[number]): Promise<Moment> {
  const { faults } = world.mattermost;
  const inTime = async (moment: Promise<unknown>) => {
    return Promise.race([moment.then(() => true), sleep(longestWaitMs, false)]);
  };
  switch (kind) {
    case 'gateway killed before the host has the post': {
      // Before the host is told of a post, its channel is looked up.
      const fault = faults.hold({ method: 'GET', path: /^\/channels\/[a-z0-9]{26}$/, by: world.claw });
      await provoke('fresh channel', () => {});
      return { isHit: await inTime(fault.met), over: fault.lift };
    }
    case 'gateway killed while the model thinks': {
      let thinks: Promise<void> = Promise.resolve();
      await provoke('anywhere', number => {
        thinks = agent.thinkLongAbout(number);
      });
      return { isHit: await inTime(thinks), over: () => {} };
    }
    case 'gateway killed after the first of two posts':
    case 'gateway killed before it hears of its post': {
      let answers: Promise<void> = Promise.resolve();
      const number = await provoke('anywhere', number => {
        if (kind === 'gateway killed after the first of two posts') agent.answerAtLength(number);
        answers = agent.beforeAnswering(number);
      });
      if (!(await inTime(answers))) return { isHit: false, over: () => {} };
      // Posts are made, and nobody hears of it: of an answer of two, the second is not begun.
      const fault = faults.holdAnswer({ method: 'POST', path: '/posts', by: world.claw });
      return { isHit: await inTime(untilAnswered(world, number)), over: fault.lift };
    }
    case 'gateway killed':
      return { isHit: true, over: () => {} };
  }
}

async function untilAnswered(world: World, number: number): Promise<void> {
  const isAnswer = ({ message }: { readonly message: string }) => message.includes(`message number ${number}.`);
  for (const until = Date.now() + longestWaitMs; !world.botPosts().some(isAnswer) && Date.now() < until; ) {
    await sleep(20);
  }
}
