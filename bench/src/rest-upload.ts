import { createReadStream, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createRestClient, type RestClient } from '@clawmost/mm-rest';
import { type Bench, row, scaled } from './bench.ts';
import { startFarEnd } from './far-end/far-end.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const mebibyte = 1_048_576;

async function upload(rest: RestClient, path: string, size: number): Promise<void> {
  await rest.files.upload('c'.repeat(26), [{ name: 'big.bin', content: createReadStream(path), size }]);
}

/** How much memory the process takes beyond what it had, at most, while a file is uploaded as a stream. */
export const restUpload: Bench = {
  name: 'rest-upload',
  async run(scale) {
    const size = scaled(100 * mebibyte, scale);
    const dir = mkdtempSync(join(tmpdir(), 'clawmost-bench-'));
    const path = join(dir, 'big.bin');
    writeFileSync(path, '');
    truncateSync(path, size);
    const farEnd = await startFarEnd('rest-server.ts');
    try {
      const rest = createRestClient({ baseUrl: farEnd.url, token: 'xyz' });
      // What the first upload of a process loads and compiles is not memory of an upload.
      const small = join(dir, 'small.bin');
      writeFileSync(small, 'small');
      for (let at = 0; at < 20; at++) await upload(rest, small, 5);
      collectGarbage();
      const idle = process.memoryUsage().rss;
      const peaks: number[] = [];
      for (let at = 0; at < 5; at++) {
        let peak = 0;
        const watch = setInterval(() => {
          peak = Math.max(peak, process.memoryUsage().rss);
        }, 5);
        await upload(rest, path, size);
        clearInterval(watch);
        peaks.push(peak);
        collectGarbage();
      }
      const [, , median = idle] = peaks.toSorted((one, other) => one - other);
      const shown = peaks.map(peak => Math.round(peak / mebibyte)).join(', ');
      const note = `the process took ${Math.round(idle / mebibyte)} MiB before, and at most ${shown} MiB in five uploads`;
      const what = `memory of an upload of ${Math.round(size / mebibyte)} MiB, above idle, median of five`;
      return [row({ what, unit: 'MiB', ours: Math.max(0, median - idle) / mebibyte, aim: { atMost: 32 }, note })];
    } finally {
      await farEnd.close();
      rmSync(dir, { recursive: true });
    }
  },
};
