import { setTimeout as sleep } from 'node:timers/promises';
import { startMattermost } from '@clawmost/mm-testserver';
import { startGateway } from '@clawmost/playground';
import { accountFor, openGateway } from '../test/support/open-gateway.ts';
import type { KillPoint } from './points.ts';

/** How long the gateway is watched: OpenClaw would resume a turn by itself 4 to 17 s after its start. */
const afterwardsMs = 45_000;

/** Where the person writes. */
export type PlaceName = 'direct message' | 'thread';

/** What was seen. */
export interface Outcome {
  readonly point: KillPoint;
  readonly place: PlaceName;
  /** What the bot had said when the gateway died. */
  readonly before: readonly string[];
  /** What the bot said after the new start. */
  readonly after: readonly string[];
  /** What it said when the person wrote again. */
  readonly next: readonly string[];
  /** How often the model was asked: before the kill, and after it until the person wrote again. */
  readonly modelCalls: readonly [before: number, after: number];
}

/** Plays one turn up to a point, kills the gateway there, starts it again and watches. */
export async function playKill(point: KillPoint, place: PlaceName): Promise<Outcome> {
  const mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  const alice = team.addPerson('alice');
  const claw = team.addBot('claw');
  const ops = team.addChannel('ops', { members: [alice, claw] });
  const thinks = Promise.withResolvers<void>();
  let killed = false;
  const open = await openGateway({
    channel: {
      ...accountFor(mattermost, claw),
      dmPolicy: 'open',
      allowFrom: ['*'],
      groupPolicy: 'open',
    },
    answer: () => {
      thinks.resolve();
      const words = `${'word '.repeat(point.words)}end`;
      return point.modelWaits && !killed ? new Promise(() => {}) : words;
    },
  });
  await open.gateway.waitForLog(/signed in/);

  const moment = point.arm(mattermost, claw);
  const channel = place === 'thread' ? ops : mattermost.directChannel(alice, claw);
  const thread = place === 'thread' ? { thread: await alice.says('a topic', { in: ops }) } : {};
  await alice.says('@claw what do you say?', { in: channel, ...thread });
  await moment;
  if (point.modelWaits) await thinks.promise;

  const said = () =>
    mattermost
      .posts(channel)
      .filter(({ user_id }) => user_id === claw.id)
      .map(describe);
  const before = said();
  const callsBefore = open.model.calls.length;
  await open.gateway.kill();
  killed = true;
  mattermost.faults.liftAll();
  const again = startGateway(open.home);
  await again.waitForLog(/signed in/);
  await sleep(afterwardsMs);
  const after = said().slice(before.length);
  const modelCalls = [callsBefore, open.model.calls.length - callsBefore] as const;
  await alice.says('@claw and now?', { in: channel, ...thread });
  const next = () => said().slice(before.length + after.length);
  for (const until = Date.now() + 300_000; !next().at(-1)?.endsWith('end') && Date.now() < until; ) await sleep(500);
  await sleep(3_000);
  await again.stop();
  await open.close();
  await mattermost.stop();
  return { point, place, before, after, next: next(), modelCalls };
}

function describe({ message, root_id }: { message: string; root_id: string }): string {
  const text = message.replace(/^(word )+/, run => `${run.length / 5} words `);
  return `${root_id ? 'in the thread: ' : ''}${text}`;
}
