import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStandIn } from '@clawmost/playground';
import { isOver, waitUntilStarted } from '../ledger.ts';
import { makePlan, type Step } from '../plan.ts';
import { between, seeded } from '../random.ts';
import { runPlan } from '../run-plan.ts';
import type { SoakOptions, SoakResult } from '../soak.ts';
import { createTally } from '../tally.ts';
import { isGood, type Verdict } from '../verdict.ts';
import { makeWorld, type World } from '../world.ts';
import { type Agent, createAgent } from './agent.ts';
import { type GatewayProcess, prepareGateway } from './gateway-process.ts';
import { conversationOf, readVerdict } from './read-verdict.ts';
import { causeTrouble, type Scene, type TroubleKind, troubleKinds, victimsOf } from './troubles.ts';

const people = 5;
const channels = 8;

/** After this time, a message without an answer will never get one. */
const longestEndMs = 300_000;

/** The host looks for unfinished answers about a minute after its start; a second answer would come then. */
const quietMs = 90_000;

/** Runs a real gateway with the plugin through messages and troubles. */
export async function soakGateway(options: SoakOptions): Promise<SoakResult> {
  const { seed, longestTroubleMs, log } = options;
  const random = seeded(seed + 1);
  const provoked = troubleKinds.filter(kind => victimsOf(kind).includes('bot') && kind !== 'gateway killed').length;
  const messages = options.messages - provoked;
  const plan = makePlan<TroubleKind>({
    ...{ seed, messages, people, channels, troubles: troubleKinds, troubleCount: troubleKinds.length },
    ...{ longestTroubleMs, longestPauseMs: 1_000 },
  }).map(withPluginRules);

  const dir = mkdtempSync(join(tmpdir(), 'clawmost-soak-'));
  // One channel more than people write in: the first message there is one of those that a kill interrupts.
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
    log('setting the gateway up');
    const prepared = await prepareGateway(dir, model, {
      ...{ baseUrl: mattermost.url, botToken: claw.token, network: { dangerouslyAllowPrivateNetwork: true } },
      ...{ dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'open' },
    });
    const running = prepared.gateway;
    gateway = running;
    await running.start();
    await waitUntilStarted(prepared.stateFile);
    const scene = { world, gateway: running, agent, provoke };
    await runPlan({ plan, world, victimsOf, causeTrouble: trouble => causeTrouble(scene, trouble), tally, log });
    mattermost.faults.liftAll();
    log(`${world.said.length} written · waiting for the last answers`);
    const verdict = await waitUntilQuiet({ world, agent, gateway: running, stateFile: prepared.stateFile, log });
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
 * Adds what the plugin does: in a thread in which it has answered it needs no mention, and in direct messages it answers
 * outside threads.
 */
function withPluginRules<Kind extends string>(step: Step<Kind>): Step<Kind> {
  if (!('say' in step)) return step;
  const { say } = step;
  const thread = say.place === 'direct' ? undefined : say.thread;
  return { say: { ...say, thread, wanted: say.wanted || thread !== undefined } };
}

async function waitUntilQuiet(parts: {
  readonly world: World;
  readonly agent: Agent;
  readonly gateway: GatewayProcess;
  readonly stateFile: string;
  readonly log: SoakOptions['log'];
}): Promise<Verdict> {
  const { world, agent, gateway, stateFile, log } = parts;
  const until = Date.now() + longestEndMs;
  for (let polls = 1; Date.now() < until; polls += 1) {
    const verdict = await readVerdict(stateFile, world, agent);
    if ((await isOver(stateFile, world)) && verdict.lost.length === 0) break;
    if (polls % 15 === 0) log(`not answered yet: ${verdict.lost.join(', ')}`);
    await sleep(1_000);
  }
  log('waiting for second answers, of which there should be none');
  await sleep(Math.max(10_000, gateway.startedAt + quietMs - Date.now()));
  await gateway.stop();
  return readVerdict(stateFile, world, agent);
}
