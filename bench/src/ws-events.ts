import { type Bench, type Row, row, scaled } from './bench.ts';
import { bare, type Connect, frameOnly, official, ours, silenceConsole } from './event-clients.ts';
import { framesAPost, type Mix } from './far-end/bodies.ts';
import { type FarEnd, startFarEnd } from './far-end/far-end.ts';
import { type Side, takeTurns } from './rounds.ts';

/** A connection of its own, and how many frames a second it takes until the last post was heard. */
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

/** How fast events are taken, beside what one would write by hand, and beside the official client. */
export const wsEvents: Bench = {
  name: 'ws-events',
  async run(scale) {
    const farEnd = await startFarEnd('event-server.ts');
    const restore = silenceConsole();
    const frames = scaled(600, scale) * 100;
    const rounds = scaled(15, scale);
    const rows: Row[] = [];
    const unit = 'frames/s';
    const side = (connect: Connect, mix: Mix) => framesASecond(farEnd, connect, mix, frames);
    const besides = ['ws + JSON.parse', '@mattermost/client', 'ws + JSON.parse, post left as text'];
    for (const [what, mix, atLeast, others] of [
      ['posts', 'posts', 0.9, [bare, official, frameOnly]],
      ['a busy server, one frame of five wanted', 'busy', 2, [bare, official]],
      ['elsewhere, one frame of a hundred wanted', 'elsewhere', undefined, [bare, official]],
    ] as const) {
      const duels = await takeTurns(rounds, side(ours, mix), ...others.map(connect => side(connect, mix)));
      for (const [at, duel] of duels.entries()) {
        rows.push(
          row({
            what,
            unit,
            beside: besides[at] ?? '',
            ...(at === 0 && atLeast !== undefined && { aim: { atLeast } }),
            ...duel,
          }),
        );
      }
    }
    restore();
    await farEnd.close();
    return rows;
  },
};
