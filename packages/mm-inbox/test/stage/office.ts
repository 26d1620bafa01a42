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
  type InboxSocket,
  type LeaseHolder,
  type MemoryStore,
  type Turn,
} from '../../src/index.ts';

/** A server with a team, some people, a channel and a bot. */
export interface Office {
  readonly mattermost: Mattermost;
  readonly team: Team;
  readonly alice: Person;
  readonly bob: Person;
  readonly claw: Bot;
  readonly ops: Channel;
  /** What the bot's ledgers keep, as long as the office stands. */
  readonly store: MemoryStore;
  /** Starts a bot; it stops when the test ends. */
  bot(options?: BotOptions): Promise<RunningBot>;
  /** How many requests the bot has made to a route, such as `/channels/…/posts`. */
  requests(pattern: RegExp): number;
}

/** How a bot is to be, beside what is there by itself. */
export interface BotOptions extends Partial<Omit<InboxOptions, 'rest' | 'ws'>> {
  /** What stands between the socket and the inbox. */
  readonly between?: (socket: MattermostSocket) => InboxSocket;
  /** Which process its ledger believes it is in. @default this one */
  readonly holder?: LeaseHolder;
  /** Whether to wait until the inbox is ready. @default true */
  readonly untilReady?: boolean;
}

/** A bot that runs, and what it has been given. */
export interface RunningBot {
  readonly inbox: Inbox;
  readonly socket: MattermostSocket;
  readonly rest: RestClient;
  /** The texts of the posts that were handed over, in order. */
  readonly handled: string[];
  /** Everything that was logged. */
  readonly log: string[];
  /** Resolves once so many posts were handed over. */
  heard(count: number): Promise<string[]>;
  /** Resolves once the inbox is in this state. */
  is(state: string): Promise<void>;
  stop(): Promise<void>;
}

const patient = { timeout: 20_000, interval: 5 };

/** Makes an office. */
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

/** Refuses what the bot wrote itself, and what the server writes. */
export function acceptQuestions(userId: string): NonNullable<InboxOptions['accept']> {
  return ({ user_id, type }) => {
    if (user_id === userId) return { silent: 'own' };
    return type.startsWith('system_') ? { silent: 'system' } : true;
  };
}

async function startBot(
  office: { mattermost: Mattermost; claw: Bot; store: MemoryStore; now: () => number },
  { between = socket => socket, untilReady = true, holder, ...options }: BotOptions = {},
): Promise<RunningBot> {
  const { mattermost, claw, store } = office;
  const clock = fastClock(office.now);
  const account = { baseUrl: mattermost.url, token: claw.token };
  const rest = createRestClient({ ...account, maxAttempts: 1 });
  const socket = createSocket({ ...account, random: () => 0 });
  const handled: string[] = [];
  const log: string[] = [];
  const write = (message: unknown): void => void log.push(String(message));
  const inbox = createInbox({
    rest,
    ws: between(socket),
    ledger: createMemoryLedger({ store, now: clock.now, holder }),
    accept: acceptQuestions(claw.id),
    userId: claw.id,
    logger: { debug: write, info: write, warn: write, error: write },
    ...clock,
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
  await inbox.start();
  if (untilReady) await bot.is('ready');
  return bot;
}

/** A clock that runs ahead: pauses take 20 ms at most, and the clock says that they took as long as they should. */
function fastClock(now: () => number): Pick<Required<InboxOptions>, 'sleep'> & { now: () => number } {
  let ahead = 0;
  return {
    now: () => now() + ahead,
    sleep: async (ms, signal) => {
      const heartbeat = ms === 5_000;
      const taken = heartbeat ? ms : Math.min(ms, 20);
      await wait(taken, undefined, { signal });
      ahead += ms - taken;
    },
  };
}
