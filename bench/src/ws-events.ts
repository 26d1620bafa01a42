import { type Bench, type Row, row, scaled } from './bench.ts';
import { bare, type Connect, frameOnly, official, ours, silenceConsole, sparing } from './event-clients.ts';
import { framesAPost, type Mix } from './far-end/bodies.ts';
import { type FarEnd, startFarEnd } from './far-end/far-end.ts';
import { type Side, takeTurns } from './rounds.ts';

/** Opens a connection and measures the frames a second until the last post has arrived. */
function framesASecond(farEnd: FarEnd, connect: Connect, mix: Mix, frames: number): Side {
  // The last frame is a post in every mix.
  const burst = { mix, from: 1, to: frames + 1 };
  const posts = frames / framesAPost[mix];
  return async () => {
    await farEnd.ask('prepare', burst);
    let heard = 0;
    const { promise: all, resolve } = Promise.withResolvers<void>();
    const client = connect(farEnd.url, message => {
      if (message.length > 0 && ++heard === posts) resolve();
    });
    await client.ready;
    const start = performance.now();
    await Promise.all([farEnd.ask('send', burst), all]);
    const seconds = (performance.now() - start) / 1_000;
    await client.close();
    return frames / seconds;
  };
}

const byHand = { name: 'ws + JSON.parse', connect: bare };
const sparingly = { name: 'ws + JSON.parse, within posts only', connect: sparing };
const leftAsText = { name: 'ws + JSON.parse, post left as text', connect: frameOnly };
const byOfficial = { name: '@mattermost/client', connect: official };

/** How fast events are read, compared with hand-written code and with the official client. */
export const wsEvents: Bench = {
  name: 'ws-events',
  async run(scale) {
    const farEnd = await startFarEnd('event-server.ts');
    const restore = silenceConsole();
    const frames = scaled(300, scale) * 100;
    const rounds = scaled(25, scale);
    const rows: Row[] = [];
    const unit = 'frames/s';
    const side = (connect: Connect, mix: Mix) => framesASecond(farEnd, connect, mix, frames);
    for (const [what, mix, atLeast, others] of [
      ['posts', 'posts', 0.9, [byHand, byOfficial, leftAsText]],
      ['a busy 11.1, one frame of five wanted', 'busy', 2, [byHand, sparingly, byOfficial]],
      ['elsewhere, one frame of a hundred wanted', 'elsewhere', undefined, [byHand, byOfficial]],
    ] as const) {
      const sides = others.map(({ connect }) => side(connect, mix));
      const duels = await takeTurns(rounds, side(ours, mix), ...sides);
      for (const [at, duel] of duels.entries()) {
        const aim = at === 0 && atLeast !== undefined && { aim: { atLeast } };
        rows.push(row({ what, unit, beside: others[at]?.name ?? '', ...aim, ...duel }));
      }
    }
    restore();
    await farEnd.close();
    return rows;
  },
};
