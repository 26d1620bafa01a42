import { setTimeout as wait } from 'node:timers/promises';
import { createRestClient, type RestClient } from '@clawmost/mm-rest';
import {
  type Bot,
  type Channel,
  type Mattermost,
  type MattermostOptions,
  type Person,
  startMattermost,
  type Team,
} from '@clawmost/mm-testserver';
import { createSocket, type MattermostSocket } from '@clawmost/mm-ws';
import { onTestFinished, vi } from 'vitest';
import {
  createInbox,
  createMemoryLedger,
  createMemoryStore,
  type Inbox,
  type InboxOptions,
  type InboxPost,
  type InboxRest,
  type InboxSocket,
  type LeaseHolder,
  type MemoryStore,
  type TestingOptions,
  type Turn,
} from '../../src/index.ts';

/** A server with a team, two people, a channel and a bot. */
export interface Office {
  readonly mattermost: Mattermost;
  readonly team: Team;
  readonly alice: Person;
  readonly bob: Person;
  readonly claw: Bot;
  readonly ops: Channel;
  /** The data of the bot's ledgers, which survives its restarts. */
  readonly store: MemoryStore;
  /** Starts a bot, which stops when the test ends. */
  bot(options?: BotOptions): Promise<RunningBot>;
  /** The number of requests that the bot has made to a route, such as `/channels/…/posts`. */
  requests(pattern: RegExp): number;
}

/** Options of a bot, beside the defaults of the office. */
export interface BotOptions extends Partial<Omit<InboxOptions, 'rest' | 'ws'>> {
  /** Wraps the socket before the inbox gets it. */
  readonly between?: (socket: MattermostSocket) => InboxSocket;
  /** Adds methods to the client before the inbox gets it. */
  readonly extendRest?: (rest: RestClient) => InboxRest;
  /** The process that its ledger pretends to be in. @default this process */
  readonly holder?: LeaseHolder;
  /** Whether to start the inbox. @default true */
  readonly starts?: boolean;
  /** Whether to wait until the inbox is ready. @default true */
  readonly untilReady?: boolean;
}

/** A running bot and what it has received. */
export interface RunningBot {
  readonly inbox: Inbox;
  readonly socket: MattermostSocket;
  readonly rest: RestClient;
  /** The texts of the posts that `handle` got, in order. */
  readonly handled: string[];
  /** Everything that was logged. */
  readonly log: string[];
  /** Resolves when `handle` has got this many posts. */
  heard(count: number): Promise<string[]>;
  /** Resolves when the inbox is in this state. */
  is(state: string): Promise<void>;
  stop(): Promise<void>;
}

const patient = { timeout: 60_000, interval: 5 };

/** Starts a server for a test. */
export async function openOffice(options: MattermostOptions = {}): Promise<Office> {
  const mattermost = await startMattermost(options);
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const alice = team.addPerson('alice');
  const bob = team.addPerson('bob');
  const claw = team.addBot('claw');
  const ops = team.addChannel('ops', { members: [alice, bob, claw] });
  const store = createMemoryStore();
  const { now = Date.now } = options;
  return {
    mattermost,
    team,
    alice,
    bob,
    claw,
    ops,
    store,
    bot: options => startBot({ mattermost, claw, store, now }, options),
    requests: pattern =>
      mattermost.requests.filter(({ username, path }) => username === claw.username && pattern.test(path)).length,
  };
}

/** Refuses the bot's own posts and the server's. */
export function acceptQuestions(userId: string): NonNullable<InboxOptions['accept']> {
  return ({ user_id, type }) => {
    if (user_id === userId) return { silent: 'own' };
    return type.startsWith('system_') ? { silent: 'system' } : true;
  };
}

async function startBot(
  office: { mattermost: Mattermost; claw: Bot; store: MemoryStore; now: () => number },
  {
    between = socket => socket,
    extendRest = rest => rest,
    untilReady = true,
    starts = true,
    holder,
    ...options
  }: BotOptions = {},
): Promise<RunningBot> {
  const { mattermost, claw, store } = office;
  const clock = fastClock(office.now);
  const account = { baseUrl: mattermost.url, token: claw.token };
  const rest = createRestClient({ ...account, maxAttempts: 1 });
  const socket = createSocket({ ...account, testing: { random: () => 0 } });
  const handled: string[] = [];
  const log: string[] = [];
  const write = (message: unknown): void => void log.push(String(message));
  const inbox = createInbox({
    rest: extendRest(rest),
    ws: between(socket),
    ledger: createMemoryLedger({ store, testing: { now: clock.now, holder } }),
    accept: acceptQuestions(claw.id),
    userId: claw.id,
    logger: { debug: write, info: write, warn: write, error: write },
    testing: clock,
    pollWhileDisconnected: false,
    ...options,
    handle: async (post: InboxPost, turn: Turn) => {
      handled.push(post.message);
      return options.handle?.(post, turn);
    },
  });
  const bot: RunningBot = {
    inbox,
    socket,
    rest,
    handled,
    log,
    heard: count =>
      vi.waitFor(() => {
        if (handled.length < count)
          throw new Error(`only ${handled.length} of ${count}: ${handled}\n${log.join('\n')}`);
        return handled;
      }, patient),
    is: state =>
      vi.waitFor(() => {
        const status = inbox.status();
        if (status.state !== state) throw new Error(`${status.state}, not ${state}\n${log.join('\n')}`);
      }, patient),
    stop: () => inbox.stop(),
  };
  onTestFinished(() => inbox.stop());
  if (!starts) return bot;
  await inbox.start();
  if (untilReady) await bot.is('ready');
  return bot;
}

/** A clock that runs ahead: a pause takes at most 20 ms, and afterwards the clock shows that it took its whole time. */
function fastClock(now: () => number): Required<Pick<TestingOptions, 'now' | 'sleep'>> {
  let ahead = 0;
  return {
    now: () => now() + ahead,
    sleep: async (ms: number, signal: AbortSignal) => {
      const isHeartbeat = ms === 5_000;
      const taken = isHeartbeat ? ms : Math.min(ms, 20);
      await wait(taken, undefined, { signal });
      ahead += ms - taken;
    },
  };
}
