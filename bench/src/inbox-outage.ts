import { setTimeout as sleep } from 'node:timers/promises';
import { createInbox } from '@clawmost/mm-inbox';
import { createRestClient } from '@clawmost/mm-rest';
import { createSocket } from '@clawmost/mm-ws';
import { type Bench, row, scaled } from './bench.ts';
import { type FarEnd, startFarEnd } from './far-end/far-end.ts';
import type { BotAccount } from './far-end/mattermost.ts';
import { openLedger } from './ledger-file.ts';
import { median } from './rounds.ts';

const lastsMs = 5_000;

/** Seconds from the return of a server to the bot's answer to a post that was written during the outage. */
async function recover(farEnd: FarEnd, { id, token }: BotAccount, scale: number): Promise<number> {
  const account = { baseUrl: farEnd.url, token };
  const rest = createRestClient(account);
  const { ledger, close } = openLedger();
  const [ready, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const inbox = createInbox({
    rest,
    ws: createSocket(account),
    ledger,
    userId: id,
    accept: ({ user_id }) => user_id !== id,
    handle: async ({ id: root_id, channel_id }) => {
      await rest.posts.create({ channel_id, root_id, message: 'here I am' });
      answered.resolve();
    },
    onStatus: ({ state }) => state === 'ready' && ready.resolve(),
  });
  await inbox.start();
  await ready.promise;

  await farEnd.ask('goDown');
  await farEnd.ask('say', 'are you there?');
  await sleep(scaled(lastsMs, scale));
  const start = performance.now();
  await farEnd.ask('comeBack');
  await answered.promise;
  const tookMs = performance.now() - start;
  await inbox.stop();
  await close();
  return tookMs / 1_000;
}

/** How long people wait, after an outage, for answers to what they wrote during it. */
export const inboxOutage: Bench = {
  name: 'inbox-outage',
  async run(scale) {
    const farEnd = await startFarEnd('mattermost.ts');
    const account = (await farEnd.ask('account')) as BotAccount;
    const took: number[] = [];
    const rounds = scaled(5, scale);
    for (let round = 0; round < rounds; round++) took.push(await recover(farEnd, account, scale));
    await farEnd.close();
    const what = `from the end of an outage of ${lastsMs / 1_000} s to the first recovered answer`;
    const note = `the longest of ${rounds} took ${Math.max(...took).toFixed(1)} s; tries to reconnect are 1 s, 2 s, 4 s … apart`;
    return [row({ what, unit: 's', ours: median(took), note })];
  },
};
