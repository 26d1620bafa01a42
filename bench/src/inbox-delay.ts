import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInbox } from '@clawmost/mm-inbox';
import { createRestClient } from '@clawmost/mm-rest';
import { createSocket, type MattermostSocket } from '@clawmost/mm-ws';
import { type Bench, row, scaled } from './bench.ts';
import { type FarEnd, startFarEnd } from './far-end/far-end.ts';
import type { BotAccount } from './far-end/mattermost.ts';
import { openLedger } from './ledger-file.ts';
import { takeTurns } from './rounds.ts';

const perSecond = 200;
/** How often the meter samples; anything above this interval is delay. */
const resolution = 1;

interface Bot {
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}
type Start = (farEnd: FarEnd, account: BotAccount, onPost: () => void) => Bot;

/** The 99th percentile of the event loop's delay while posts arrive, in milliseconds. */
async function delayOf(start: Start, farEnd: FarEnd, account: BotAccount, posts: number): Promise<number> {
  let heard = 0;
  const { promise: all, resolve } = Promise.withResolvers<void>();
  const bot = start(farEnd, account, () => {
    if (++heard === posts) resolve();
  });
  await bot.ready;
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
  await Promise.all([farEnd.ask('chat', { posts, perSecond }), all]);
  delays.disable();
  await bot.stop();
  return delays.percentile(99) / 1e6 - resolution;
}

const signedIn = (socket: MattermostSocket): Promise<void> =>
  new Promise(resolve => void socket.once('ready', () => resolve()));

const socketAlone: Start = ({ url: baseUrl }, { token }, onPost) => {
  const socket = createSocket({ baseUrl, token });
  const ready = signedIn(socket);
  socket.on('posted', onPost).start();
  return { ready, stop: () => socket.stop() };
};

const withInbox: Start = ({ url: baseUrl }, { token, id }, onPost) => {
  const { ledger, close } = openLedger();
  const ready = Promise.withResolvers<void>();
  const inbox = createInbox({
    rest: createRestClient({ baseUrl, token }),
    ws: createSocket({ baseUrl, token }),
    ledger,
    userId: id,
    handle: async () => onPost(),
    onStatus: ({ state }) => state === 'ready' && ready.resolve(),
  });
  inbox.start().catch(ready.reject);
  return { ready: ready.promise, stop: () => inbox.stop().then(close) };
};

/** How long an inbox that writes 200 posts a second to a file delays all other work of its process. */
export const inboxDelay: Bench = {
  name: 'inbox-delay',
  async run(scale) {
    const farEnd = await startFarEnd('mattermost.ts');
    const account = (await farEnd.ask('account')) as BotAccount;
    const posts = scaled(3, scale) * perSecond;
    const side = (start: Start) => () => delayOf(start, farEnd, account, posts);
    const [duel] = await takeTurns(scaled(4, scale), side(withInbox), side(socketAlone));
    await farEnd.close();
    const [together = Number.NaN, alone = Number.NaN] = [duel?.ours, duel?.theirs];
    // On a busy machine other processes cause most of the delay: the delay with only a socket is subtracted.
    const what = `what an inbox adds to the event loop's delay at ${perSecond} posts a second, 99th percentile`;
    const note = `${together.toFixed(1)} ms, and ${alone.toFixed(1)} ms with only a socket, which stores nothing`;
    return [row({ what, unit: 'ms', ours: together - alone, aim: { atMost: 10 }, note })];
  },
};
