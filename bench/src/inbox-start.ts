import { type Bench, row, scaled } from './bench.ts';
import { startFarEnd } from './far-end/far-end.ts';
import type { Started } from './far-end/inbox-bot.ts';
import type { BotAccount } from './far-end/mattermost.ts';
import { newEntry, openLedger } from './ledger-file.ts';
import { median } from './rounds.ts';

/** Appends posts that need no answer, like most; a settled post leaves the same trace in the ledger. */
async function fill(posts: number): Promise<{ path: string; close(): Promise<void> }> {
  const { ledger, path, close } = openLedger();
  await ledger.acquireLease();
  const batch = 500;
  for (let from = 0; from < posts; from += batch) {
    const entries = Array.from({ length: Math.min(batch, posts - from) }, (_, at) => newEntry(from + at));
    await ledger.append({ entries: entries.map(entry => ({ ...entry, silent: 'not-mentioned' })) });
  }
  await ledger.advance({ startedAt: Date.now(), completeUntil: Date.now() });
  await ledger.releaseLease();
  return { path, close };
}

/** Starts a bot in a process of its own, on an existing ledger. */
async function start(baseUrl: string, { id, token }: BotAccount, path: string): Promise<Started> {
  const bot = await startFarEnd('inbox-bot.ts');
  const started = (await bot.ask('start', { baseUrl, id, token, path })) as Started;
  await bot.close();
  return started;
}

/** The time until an inbox is ready and its memory, when its ledger holds many posts. */
export const inboxStart: Bench = {
  name: 'inbox-start',
  async run(scale) {
    const farEnd = await startFarEnd('mattermost.ts');
    const account = (await farEnd.ask('account')) as BotAccount;
    const posts = scaled(100_000, scale);
    const [full, empty] = [await fill(posts), await fill(0)];
    const rounds = scaled(5, scale);
    const figures: Record<'full' | 'empty', Started[]> = { full: [], empty: [] };
    for (let round = 0; round < rounds; round++) {
      figures.full.push(await start(farEnd.url, account, full.path));
      figures.empty.push(await start(farEnd.url, account, empty.path));
    }
    await Promise.all([full.close(), empty.close(), farEnd.close()]);
    const of = (which: 'full' | 'empty', what: keyof Started) => median(figures[which].map(started => started[what]));
    const many = `${posts.toLocaleString('en')} posts in the ledger`;
    const beside = 'an empty ledger';
    return [
      row({ what: `start with ${many}`, unit: 'ms', ours: of('full', 'ms'), beside, theirs: of('empty', 'ms') }),
      row({ what: `memory with ${many}`, unit: 'MiB', ours: of('full', 'mib'), beside, theirs: of('empty', 'mib') }),
    ];
  },
};
