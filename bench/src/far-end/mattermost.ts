// An embedded Mattermost, for figures that depend on the behaviour of a server.
import { setTimeout as sleep } from 'node:timers/promises';
import { startMattermost } from '@clawmost/mm-testserver';
import { answer } from './far-end.ts';

/** The bot's account and a channel of it. */
export interface BotAccount {
  readonly id: string;
  readonly token: string;
  readonly channelId: string;
}

const mattermost = await startMattermost();
const team = mattermost.addTeam('acme');
const alice = team.addPerson('alice');
const claw = team.addBot('claw');
const [ops, ...others] = ['ops', 'dev', 'sales', 'help', 'random'].map(name =>
  team.addChannel(name, { members: [alice, claw] }),
) as [ReturnType<typeof team.addChannel>];
const channels = [ops, ...others];

answer(mattermost.url, {
  account: (): BotAccount => ({ id: claw.id, token: claw.token, channelId: ops.id }),
  limit: (settings: Parameters<typeof mattermost.limitRate>[0]) => mattermost.limitRate(settings),
  refused: () => mattermost.requests.filter(({ status }) => status === 429).length,
  cut() {
    for (const socket of mattermost.sockets) socket.cut();
  },
  say: (message: string) => alice.says(message, { in: ops }),
  /** Writes posts in all channels, evenly spread over time. */
  async chat({ posts, perSecond }: { posts: number; perSecond: number }) {
    const start = performance.now();
    for (let at = 0; at < posts; at++) {
      await alice.says(`post ${at}`, { in: channels[at % channels.length] ?? ops });
      const early = start + ((at + 1) * 1_000) / perSecond - performance.now();
      if (early > 0) await sleep(early);
    }
  },
  goDown: () => mattermost.goDown(),
  comeBack: () => mattermost.comeBack(),
});
