import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ConnectedSocket,
  type Fault,
  htmlErrorPage,
  type RequestFilter,
  tooManyRequests,
} from '@clawmost/mm-testserver';
import type { PlannedTrouble } from './plan.ts';
import type { World } from './world.ts';

/** All kinds of trouble for the server and the bot's connections to it. */
export const networkTroubles = [
  'socket cut',
  'socket frozen for a while',
  'socket frozen for good',
  'server restarted',
  'answer lost',
  'answer lost and server restarted',
  'answer cut off',
  'connection reset',
  '429',
  '500',
  'HTML page',
  'no socket but an HTML page',
  'slow answers',
] as const;

/** One of them. */
export type NetworkTrouble = (typeof networkTroubles)[number];

/** How long to wait for a request that a fault can hit; in a quiet moment none may come. */
const longestWaitMs = 3_000;

/** The shortest restart of a real server. After a shorter one, the client could not notice it between two attempts. */
const shortestRestartMs = 2_500;

/** Whether a kind of trouble is one of the network. */
export function isNetworkTrouble(kind: string): kind is NetworkTrouble {
  return (networkTroubles as readonly string[]).includes(kind);
}

/** Ends the server and starts it again. */
export async function restartServer({ mattermost }: World, ms: number): Promise<void> {
  await mattermost.goDown();
  await sleep(shortestRestartMs + ms);
  await mattermost.comeBack();
}

/** Waits until a fault has hit a request, calls `then`, and lifts the fault; resolves to whether it hit one. */
export async function onceMet(
  fault: Fault,
  then: () => Promise<unknown>,
  waitMs: number = longestWaitMs,
): Promise<boolean> {
  const isMet = await Promise.race([fault.met.then(() => true), sleep(waitMs, false)]);
  await then();
  fault.lift();
  return isMet;
}

/** Causes a trouble of the network; resolves when it is over, to whether it hit anything. */
export async function troubleNetwork(
  world: World,
  { kind, ms, times }: PlannedTrouble<NetworkTrouble>,
): Promise<boolean> {
  const { mattermost, claw } = world;
  const { faults } = mattermost;
  const any: RequestFilter = { by: claw, times };
  const posts: RequestFilter = { method: 'POST', path: '/posts', by: claw, times };
  const duringFault = (fault: Fault): Promise<boolean> => onceMet(fault, () => sleep(ms));
  const toSockets = async (what: 'cut' | 'freeze'): Promise<readonly ConnectedSocket[]> => {
    for (const end = Date.now() + longestWaitMs; claw.sockets.length === 0 && Date.now() < end; ) await sleep(20);
    const { sockets } = claw;
    for (const socket of sockets) socket[what]();
    return sockets;
  };

  switch (kind) {
    case 'socket cut':
      return (await toSockets('cut')).length > 0;
    case 'socket frozen for a while': {
      const frozen = await toSockets('freeze');
      await sleep(ms);
      for (const socket of frozen) socket.thaw();
      return frozen.length > 0;
    }
    case 'socket frozen for good':
      return (await toSockets('freeze')).length > 0;
    case 'server restarted':
      await restartServer(world, ms);
      return true;
    case 'answer lost':
      return duringFault(faults.loseAnswer(posts));
    case 'answer lost and server restarted':
      return onceMet(faults.loseAnswer(posts), () => restartServer(world, ms));
    case 'answer cut off':
      return duringFault(faults.cutAnswer(any));
    case 'connection reset':
      return duringFault(faults.reset(any));
    case '429':
      return duringFault(faults.answer(any, tooManyRequests(1)));
    case '500':
      return duringFault(
        faults.answer(any, { status: 500, body: '{"id":"app.error","message":"","status_code":500}' }),
      );
    case 'HTML page':
      return duringFault(faults.answer(any, htmlErrorPage(502)));
    case 'no socket but an HTML page': {
      const refused = duringFault(faults.answer({ ...any, path: '/websocket' }, htmlErrorPage(503)));
      await toSockets('cut');
      return refused;
    }
    case 'slow answers':
      return duringFault(faults.delay(any, 200));
  }
}
