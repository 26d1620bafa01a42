import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOver, waitUntilStarted } from '../ledger.ts';
import { makePlan } from '../plan.ts';
import { runPlan } from '../run-plan.ts';
import type { SoakOptions, SoakResult } from '../soak.ts';
import { createTally } from '../tally.ts';
import { isGood, type Verdict } from '../verdict.ts';
import { makeWorld, type World } from '../world.ts';
import { type BotProcess, botProcess } from './bot-process.ts';
import { type BotFiles, readVerdict } from './read-verdict.ts';
import { causeTrouble, type TroubleKind, troubleKinds, victimsOf } from './troubles.ts';

const people = 5;
const channels = 20;

/** Messages for each trouble; there are more troubles if that is needed for every kind to happen. */
const messagesPerTrouble = 20;

/** After this time, a message without an answer never gets one: the pause before a fifth attempt is 2 minutes at most. */
const longestEndMs = 240_000;

/** How long to wait for second answers at the end. */
const quietMs = 2_000;

/** Runs a bot made of the libraries through messages and troubles. */
export async function soakLibrary(options: SoakOptions): Promise<SoakResult> {
  const { seed, messages, longestTroubleMs, only = () => true, log } = options;
  const troubles = troubleKinds.filter(only);
  const troubleCount = Math.max(troubles.length, Math.round(messages / messagesPerTrouble));
  const plan = makePlan<TroubleKind>({
    ...{ seed, messages, people, channels, troubleCount, troubles },
    ...{ longestTroubleMs, longestPauseMs: 150 },
  });
  const dir = mkdtempSync(join(tmpdir(), 'clawmost-soak-'));
  const files = { state: join(dir, 'bot.sqlite'), dispatches: join(dir, 'dispatches') };
  writeFileSync(files.dispatches, '');
  const world = await makeWorld({ seed, people, channels });
  const { mattermost, claw } = world;
  const bot = botProcess(
    {
      ...{ baseUrl: mattermost.url, token: claw.token, botId: claw.id },
      directChannelIds: world.people.map(person => mattermost.directChannel(person, claw).id),
      ...{ stateFile: files.state, dispatchFile: files.dispatches },
    },
    join(dir, 'bot.log'),
  );
  const tally = createTally();
  let good = false;
  try {
    bot.start();
    await waitUntilStarted(files.state);
    await runPlan({
      plan,
      world,
      victimsOf,
      causeTrouble: trouble => causeTrouble({ world, bot }, trouble),
      tally,
      log,
    });
    mattermost.faults.liftAll();
    log(`${world.said.length} written · waiting for the last answers`);
    const verdict = await waitUntilQuiet(world, bot, files);
    good = isGood(verdict) && bot.crashes === 0;
    return { verdict, troubles: tally.troubles, good, crashes: bot.crashes, evidence: good ? undefined : dir };
  } finally {
    await bot.kill();
    await mattermost.stop();
    if (good) rmSync(dir, { recursive: true, force: true });
  }
}

async function waitUntilQuiet(world: World, bot: BotProcess, files: BotFiles): Promise<Verdict> {
  const until = Date.now() + longestEndMs;
  while (!(await isOver(files.state, world)) && Date.now() < until) await sleep(250);
  await sleep(quietMs);
  await bot.stop();
  return readVerdict(files, world);
}
