import { setTimeout as sleep } from 'node:timers/promises';
import { createInbox } from '@clawmost/mm-inbox';
import { createRestClient } from '@clawmost/mm-rest';
import { createSocket } from '@clawmost/mm-ws';
import { type Bench, row, scaled } from './bench.ts';
import { startFarEnd } from './far-end/far-end.ts';
import type { BotAccount } from './far-end/mattermost.ts';
import { openLedger } from './ledger-file.ts';
import { median } from './rounds.ts';

/** A post each second, and a cut before every fourth. */
const postsPerCut = 4;

/** How long people wait on a connection that is cut again and again. */
export const inboxCuts: Bench = {
  name: 'inbox-cuts',
  async run(scale) {
    const farEnd = await startFarEnd('mattermost.ts');
    const { id, token } = (await farEnd.ask('account')) as BotAccount;
    const account = { baseUrl: farEnd.url, token };
    const { ledger, close } = openLedger();
    const posts = scaled(60, scale);
    const saidAt = new Map<string, number>();
    const waits: number[] = [];
    const all = Promise.withResolvers<void>();
    const inbox = createInbox({
      rest: createRestClient(account),
      ws: createSocket(account),
      ledger,
      userId: id,
      handle: async ({ message }) => {
        waits.push((performance.now() - (saidAt.get(message) ?? Number.NaN)) / 1_000);
        if (waits.length === posts) all.resolve();
      },
    });
    await inbox.start();
    await inbox.ready();
    for (let at = 0; at < posts; at++) {
      if (at % postsPerCut === 0) await farEnd.ask('cut');
      const text = `post ${at}`;
      saidAt.set(text, performance.now());
      await farEnd.ask('say', text);
      await sleep(1_000);
    }
    await all.promise;
    await inbox.stop();
    await close();
    await farEnd.close();
    const what = 'from a post to its handler, while the connection is cut every 4 s: median';
    const note = `the longest of ${posts} took ${Math.max(...waits).toFixed(1)} s; of four posts one is written right after the cut`;
    return [row({ what, unit: 's', ours: median(waits), aim: { atMost: 1 }, note })];
  },
};
