import { setTimeout as sleep } from 'node:timers/promises';
import { isNetworkTrouble, type NetworkTrouble, troubleNetwork } from '../network.ts';
import type { PlannedTrouble } from '../plan.ts';
import type { Victim } from '../run-plan.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';
import type { GatewayProcess } from './gateway-process.ts';

/** The moments of a turn at which the gateway is killed, and a random one. */
const kills = [
  'gateway killed before the host has the post',
  'gateway killed while the model thinks',
  'gateway killed after the first of two posts',
  'gateway killed before it hears of its post',
  'gateway killed',
] as const;

/** What goes wrong. */
export type TroubleKind = NetworkTrouble | (typeof kills)[number];

/** All kinds of trouble for the gateway and its connections. */
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
  /** Makes a person write the message whose turn will be interrupted, in this place. Resolves to its number. */
  readonly provoke: (where: 'fresh channel' | 'anywhere', before: (number: number) => void) => Promise<number>;
}

/** How long to wait for the moment. */
const longestWaitMs = 150_000;

/** Causes a trouble; resolves when it is over, to whether it hit anything. */
export async function causeTrouble(scene: Scene, trouble: PlannedTrouble<TroubleKind>): Promise<boolean> {
  const { kind, ms, times } = trouble;
  if (isNetworkTrouble(kind)) return troubleNetwork(scene.world, { kind, ms, times });
  const { gateway, agent } = scene;
  const moment = await waitForMoment(scene, kind);
  await gateway.kill();
  moment.over();
  agent.release();
  await sleep(ms);
  await gateway.start();
  return moment.isHit;
}

/** The moment at which to kill the gateway. */
interface Moment {
  /** Whether it came in time. */
  readonly isHit: boolean;
  /** Removes what held the gateway at this moment; called when it is dead. */
  readonly over: () => void;
}

/** Makes a person write a message, and waits for a moment of its turn. */
async function waitForMoment({ world, agent, provoke }: Scene, kind: (typeof kills)[number]): Promise<Moment> {
  const { faults } = world.mattermost;
  const inTime = async (moment: Promise<unknown>) => {
    return Promise.race([moment.then(() => true), sleep(longestWaitMs, false)]);
  };
  switch (kind) {
    case 'gateway killed before the host has the post': {
      // The plugin looks up the channel of a post before it dispatches the post to the host.
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
      // The server creates the post and holds its response, so that the second post of two is not begun.
      const fault = faults.holdAnswer({ method: 'POST', path: '/posts', by: world.claw });
      return { isHit: await inTime(waitForAnswer(world, number)), over: fault.lift };
    }
    case 'gateway killed':
      return { isHit: true, over: () => {} };
  }
}

async function waitForAnswer(world: World, number: number): Promise<void> {
  const isAnswer = ({ message }: { readonly message: string }) => message.includes(`message number ${number}.`);
  for (const until = Date.now() + longestWaitMs; !world.botPosts().some(isAnswer) && Date.now() < until; ) {
    await sleep(20);
  }
}
