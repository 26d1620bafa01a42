import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ConnectedSocket,
  htmlErrorPage,
  type LaidFault,
  type RequestFilter,
  tooManyRequests,
} from '@clawmost/mm-testserver';
import type { PlannedTrouble } from '../plan.ts';
import type { World } from '../world.ts';
import type { BotProcess } from './bot-process.ts';

/** What befalls the bot. */
export const troubleKinds = [
  'socket cut',
  'socket frozen for a while',
  'socket frozen for good',
  'server restarted',
  'bot killed',
  'bot stopped and started',
  'bot killed before its post is made',
  'bot killed while its post is made',
  'bot killed before it hears of its post',
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
export type TroubleKind = (typeof troubleKinds)[number];

/** What a trouble happens to: of two that happen to the same, the second waits. */
export function victimOf(kind: TroubleKind): 'bot' | 'network' {
  return kind.startsWith('bot ') ? 'bot' : 'network';
}

/** What troubles work on. */
export interface Scene {
  readonly world: World;
  readonly bot: BotProcess;
}

/** What is waited for may never come, in a quiet moment. */
const longestWaitMs = 3_000;

/** No server starts anew in less; the client counts on that, or it would not notice between two attempts. */
const shortestRestartMs = 2_500;

/** Has something go wrong; resolves once it is over, to whether anything was hit. */
export async function happen(
  { world, bot }: Scene,
  { kind, ms, times }: PlannedTrouble<TroubleKind>,
): Promise<boolean> {
  const { mattermost, claw } = world;
  const { faults } = mattermost;
  const any: RequestFilter = { by: claw, times };
  const posts: RequestFilter = { method: 'POST', path: '/posts', by: claw, times };
  const onePost: RequestFilter = { ...posts, times: 1 };

  const startAnew = async (end: () => Promise<void>): Promise<boolean> => {
    await end();
    await sleep(ms);
    bot.start();
    return true;
  };
  const restart = async (): Promise<boolean> => {
    await mattermost.goDown();
    await sleep(shortestRestartMs + ms);
    await mattermost.comeBack();
    return true;
  };
  /** Lays a fault, and goes on once a request has run into it. */
  const until = async (fault: LaidFault, then: () => Promise<unknown>): Promise<boolean> => {
    const isMet = await Promise.race([fault.met.then(() => true), sleep(longestWaitMs, false)]);
    await then();
    fault.lift();
    return isMet;
  };
  const befall = (fault: LaidFault): Promise<boolean> => until(fault, () => sleep(ms));
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
      return restart();
    case 'bot killed':
      return startAnew(bot.kill);
    case 'bot stopped and started':
      return startAnew(bot.stop);
    case 'bot killed before its post is made':
      return until(faults.hold(onePost), () => startAnew(bot.kill));
    case 'bot killed while its post is made':
      return until(faults.holdMidway(onePost), () => startAnew(bot.kill));
    case 'bot killed before it hears of its post':
      return until(faults.holdAnswer(onePost), () => startAnew(bot.kill));
    case 'answer lost':
      return befall(faults.loseAnswer(posts));
    case 'answer lost and server restarted':
      return until(faults.loseAnswer(posts), restart);
    case 'answer cut off':
      return befall(faults.cutAnswer(any));
    case 'connection reset':
      return befall(faults.reset(any));
    case '429':
      return befall(faults.answer(any, tooManyRequests(1)));
    case '500':
      return befall(faults.answer(any, { status: 500, body: '{"id":"app.error","message":"","status_code":500}' }));
    case 'HTML page':
      return befall(faults.answer(any, htmlErrorPage(502)));
    case 'no socket but an HTML page': {
      const refused = befall(faults.answer({ ...any, path: '/websocket' }, htmlErrorPage(503)));
      await toSockets('cut');
      return refused;
    }
    case 'slow answers':
      return befall(faults.delay(any, 200));
  }
}
