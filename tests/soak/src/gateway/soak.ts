import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStandIn } from '@clawmost/playground';
import { isOver, untilStarted } from '../ledger.ts';
import { live } from '../live.ts';
import { makePlan, type Step } from '../plan.ts';
import { between, seeded } from '../random.ts';
import type { SoakOptions, SoakResult } from '../soak.ts';
import { createTally } from '../tally.ts';
import { isGood, type Verdict } from '../verdict.ts';
import { makeWorld, type World } from '../world.ts';
import { type Agent, createAgent } from './agent.ts';
import { type GatewayProcess, prepareGateway } from './gateway-process.ts';
import { conversationOf, look } from './look.ts';
import { happen, type Scene, type TroubleKind, troubleKinds, victimsOf } from './troubles.ts';

const people = 5;
const channels = 8;

/** After so long, what is not answered never will be. */
const longestEndMs = 300_000;

/** The host asks what became of an answer about a minute after its start; a second answer would come then. */
const quietMs = 90_000;

/** A real gateway with the plugin goes through messages and troubles. */
export async function soakGateway(options: SoakOptions): Promise<SoakResult> {
  const { seed, longestTroubleMs, tell } = options;
  const random = seeded(seed + 1);
  const provoked = troubleKinds.filter(kind => victimsOf(kind).includes('bot') && kind !== 'gateway killed').length;
  const messages = options.messages - provoked;
  const plan = makePlan<TroubleKind>({
    ...{ seed, messages, people, channels, troubles: troubleKinds, troubleCount: troubleKinds.length },
    ...{ longestTroubleMs, longestPauseMs: 1_000 },
  }).map(asThePluginAnswers);

  const dir = mkdtempSync(join(tmpdir(), 'clawmost-soak-'));
  // One more channel than people write in: what happens there first is interrupted.
  const world = await makeWorld({ seed, people, channels: channels + 1 });
  const { mattermost, claw } = world;
  const agent = createAgent({
    random,
    note: line => appendFileSync(join(dir, 'model.log'), `${new Date().toISOString()} ${line}\n`),
    conversationOf: number => {
      const message = world.said.find(said => said.number === number);
      return message && conversationOf(message);
    },
  });
  const model = await startStandIn({ answer: agent.answer });
  let number = messages;
  const provoke: Scene['provoke'] = async (where, before) => {
    number += 1;
    const mine = number;
    before(mine);
    const place = where === 'fresh channel' ? channels : between(random, 0, channels - 1);
    await world.say({ number: mine, author: between(random, 0, people - 1), place, thread: undefined, wanted: true });
    return mine;
  };

  const tally = createTally();
  let good = false;
  let gateway: GatewayProcess | undefined;
  try {
    tell('setting the gateway up');
    const prepared = await prepareGateway(dir, model, {
      ...{ baseUrl: mattermost.url, botToken: claw.token, network: { dangerouslyAllowPrivateNetwork: true } },
      ...{ dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'open' },
    });
    const running = prepared.gateway;
    gateway = running;
    await running.start();
    await untilStarted(prepared.stateFile);
    const scene = { world, gateway: running, agent, provoke };
    await live({ plan, world, victimsOf, happen: trouble => happen(scene, trouble), tally, tell });
    mattermost.faults.liftAll();
    tell(`${world.said.length} written · waiting for the last answers`);
    const verdict = await untilQuiet({ world, agent, gateway: running, stateFile: prepared.stateFile, tell });
    const { crashes } = running;
    good = isGood(verdict) && crashes === 0;
    writeFileSync(join(dir, 'posts.json'), JSON.stringify({ said: world.said, bot: world.botPosts() }, null, 1));
    return { verdict, troubles: tally.troubles, good, crashes, evidence: good ? undefined : dir };
  } finally {
    await gateway?.kill();
    await model.stop();
    await mattermost.stop();
    if (good) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Where the bot has answered in a thread, what follows there is for it as well, and is said to be. In direct messages the
 * plugin answers beside threads, not in them.
 */
function asThePluginAnswers<Kind extends string>(step: Step<Kind>): Step<Kind> {
  if (!('say' in step)) return step;
  const { say } = step;
  const thread = say.place === 'direct' ? undefined : say.thread;
  return { say: { ...say, thread, wanted: say.wanted || thread !== undefined } };
}

async function untilQuiet(parts: {
  readonly world: World;
  readonly agent: Agent;
  readonly gateway: GatewayProcess;
  readonly stateFile: string;
  readonly tell: SoakOptions['tell'];
}): Promise<Verdict> {
  const { world, agent, gateway, stateFile, tell } = parts;
  const until = Date.now() + longestEndMs;
  for (let polls = 1; Date.now() < until; polls += 1) {
    const verdict = await look(stateFile, world, agent);
    if ((await isOver(stateFile, world)) && verdict.lost.length === 0) break;
    if (polls % 15 === 0) tell(`not answered yet: ${verdict.lost.join(', ')}`);
    await sleep(1_000);
  }
  tell('waiting whether anything comes a second time');
  await sleep(Math.max(10_000, gateway.startedAt + quietMs - Date.now()));
  await gateway.stop();
  return look(stateFile, world, agent);
}
