import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOver, untilStarted } from '../ledger.ts';
import { live } from '../live.ts';
import { makePlan } from '../plan.ts';
import type { SoakOptions, SoakResult } from '../soak.ts';
import { createTally } from '../tally.ts';
import { isGood, type Verdict } from '../verdict.ts';
import { makeWorld, type World } from '../world.ts';
import { type BotProcess, botProcess } from './bot-process.ts';
import { type BotFiles, look } from './look.ts';
import { happen, type TroubleKind, troubleKinds, victimsOf } from './troubles.ts';

const people = 5;
const channels = 20;

/** So many messages to a trouble, as long as every kind of trouble happens. */
const messagesPerTrouble = 20;

/** After so long, what is not answered never will be: the longest pause before a fifth attempt is 2 minutes. */
const longestEndMs = 240_000;

/** How long it must have been quiet, so that a second answer would have come. */
const quietMs = 2_000;

/** A bot made of the libraries goes through messages and troubles. */
export async function soakLibrary(options: SoakOptions): Promise<SoakResult> {
  const { seed, messages, longestTroubleMs, only = () => true, tell } = options;
  const troubles = troubleKinds.filter(only);
  const troubleCount = Math.max(troubles.length, Math.round(messages / messagesPerTrouble));
  const plan = makePlan<TroubleKind>({
    ...{ seed, messages, people, channels, troubleCount, troubles },
    ...{ longestTroubleMs, longestPauseMs: 150 },
  });
  const dir = mkdtempSync(join(tmpdir(), 'clawmost-soak-'));
  const files = { state: join(dir, 'bot.sqlite'), handOvers: join(dir, 'hand-overs') };
  writeFileSync(files.handOvers, '');
  const world = await makeWorld({ seed, people, channels });
  const { mattermost, claw } = world;
  const bot = botProcess(
    {
      ...{ baseUrl: mattermost.url, token: claw.token, botId: claw.id },
      directChannelIds: world.people.map(person => mattermost.directChannel(person, claw).id),
      ...{ stateFile: files.state, handOverFile: files.handOvers },
    },
    join(dir, 'bot.log'),
  );
  const tally = createTally();
  let good = false;
  try {
    bot.start();
    await untilStarted(files.state);
    await live({ plan, world, victimsOf, happen: trouble => happen({ world, bot }, trouble), tally, tell });
    mattermost.faults.liftAll();
    tell(`${world.said.length} written · waiting for the last answers`);
    const verdict = await untilQuiet(world, bot, files);
    good = isGood(verdict) && bot.crashes === 0;
    return { verdict, troubles: tally.troubles, good, crashes: bot.crashes, evidence: good ? undefined : dir };
  } finally {
    await bot.kill();
    await mattermost.stop();
    if (good) rmSync(dir, { recursive: true, force: true });
  }
}

async function untilQuiet(world: World, bot: BotProcess, files: BotFiles): Promise<Verdict> {
  const until = Date.now() + longestEndMs;
  while (!(await isOver(files.state, world)) && Date.now() < until) await sleep(250);
  await sleep(quietMs);
  await bot.stop();
  return look(files, world);
}
