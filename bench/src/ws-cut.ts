import { createSocket } from '@clawmost/mm-ws';
import { WebSocketClient } from '@mattermost/client';
import { type Bench, row, scaled } from './bench.ts';
import { silenceConsole } from './event-clients.ts';
import { startFarEnd } from './far-end/far-end.ts';
import type { BotAccount } from './far-end/mattermost.ts';
import { takeTurns } from './rounds.ts';

/** How long it takes from a cut until events arrive again. */
export const wsCut: Bench = {
  name: 'ws-cut',
  async run(scale) {
    const farEnd = await startFarEnd('mattermost.ts');
    const { token } = (await farEnd.ask('account')) as BotAccount;
    const restore = silenceConsole();

    /** Seconds from the cut until `signedIn` is called a second time. */
    async function cutAndWait(open: (signedIn: () => void) => () => unknown): Promise<number> {
      let times = 0;
      const [first, again] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const close = open(() => (++times === 1 ? first : again).resolve());
      await first.promise;
      const start = performance.now();
      await farEnd.ask('cut');
      await again.promise;
      const tookMs = performance.now() - start;
      await close();
      return tookMs / 1_000;
    }

    const ours = () =>
      cutAndWait(signedIn => {
        const socket = createSocket({ baseUrl: farEnd.url, token });
        socket.on('ready', signedIn).start();
        return () => socket.stop();
      });
    const theirs = () =>
      cutAndWait(signedIn => {
        const client = new WebSocketClient();
        client.addMessageListener(({ event }) => event === 'hello' && signedIn());
        client.addMissedMessageListener(() => {});
        client.initialize(`${farEnd.url.replace('http', 'ws')}/api/v4/websocket`, token);
        return () => client.close();
      });
    const [duel] = await takeTurns(scaled(7, scale), ours, theirs);
    restore();
    await farEnd.close();
    const what = 'from a cut to signed in again';
    return [row({ what, unit: 's', beside: '@mattermost/client', ...(duel as NonNullable<typeof duel>) })];
  },
};
