// A whole embedded Mattermost: for what depends on how a server behaves.
import { startMattermost } from '@clawmost/mm-testserver';
import { answer } from './far-end.ts';

const mattermost = await startMattermost();
const team = mattermost.addTeam('acme');
const claw = team.addBot('claw');
const ops = team.addChannel('ops', { members: [claw] });

answer(mattermost.url, {
  account: () => ({ token: claw.token, channelId: ops.id }),
  limit: (settings: Parameters<typeof mattermost.limitRate>[0]) => mattermost.limitRate(settings),
  refused: () => mattermost.requests.filter(({ status }) => status === 429).length,
  cut() {
    for (const socket of mattermost.sockets) socket.cut();
  },
});
