import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Bench, row, scaled } from './bench.ts';
import { ours } from './event-clients.ts';
import { startFarEnd } from './far-end/far-end.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function heapMiB(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1_048_576;
}

/** How much memory a million received events leave behind. */
export const wsMemory: Bench = {
  name: 'ws-memory',
  async run(scale) {
    const farEnd = await startFarEnd('event-server.ts');
    const batch = scaled(20_000, scale);
    let heard = 0;
    let wanted = 0;
    let enough = () => {};
    const client = ours(farEnd.url, () => {
      if (++heard === wanted) enough();
    });
    await client.ready;
    async function hear(batches: number): Promise<void> {
      for (let at = 0; at < batches; at++) {
        const from = wanted + 1;
        wanted += batch;
        const all = new Promise<void>(resolve => {
          enough = resolve;
        });
        await farEnd.ask('send', { mix: 'posts', from, to: from + batch });
        await all;
      }
    }
    await hear(2);
    const before = heapMiB();
    await hear(50);
    const after = heapMiB();
    const peak = process.resourceUsage().maxRSS / 1_024;
    await client.close();
    await farEnd.close();
    const events = (50 * batch).toLocaleString('en');
    const note = `the heap held ${before.toFixed(1)} MiB before and ${after.toFixed(1)} MiB after; the process never took more than ${Math.round(peak)} MiB`;
    return [
      row({ what: `heap gained by ${events} events`, unit: 'MiB', ours: after - before, aim: { atMost: 5 }, note }),
    ];
  },
};
