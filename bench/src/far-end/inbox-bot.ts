// A bot in a process of its own, so that its memory can be measured.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createInbox } from '@clawmost/mm-inbox';
import { createSqliteLedger, openStateFile } from '@clawmost/mm-inbox/sqlite';
import { createRestClient } from '@clawmost/mm-rest';
import { createSocket } from '@clawmost/mm-ws';
import { answer } from './far-end.ts';

interface Settings {
  readonly baseUrl: string;
  readonly token: string;
  readonly id: string;
  /** The file of the ledger. */
  readonly path: string;
}

/** The cost of a start until the inbox is ready. */
export interface Started {
  readonly ms: number;
  /** MiB on the JavaScript heap after garbage collection. */
  readonly mib: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

answer('none', {
  async start({ baseUrl, token, id, path }: Settings): Promise<Started> {
    const begun = performance.now();
    const ready = Promise.withResolvers<void>();
    const ledger = createSqliteLedger(openStateFile(path));
    const inbox = createInbox({
      rest: createRestClient({ baseUrl, token }),
      ws: createSocket({ baseUrl, token }),
      ledger,
      userId: id,
      handle: async () => {},
      onStatus: ({ state }) => state === 'ready' && ready.resolve(),
    });
    await inbox.start();
    await ready.promise;
    const ms = performance.now() - begun;
    collectGarbage();
    const mib = process.memoryUsage().heapUsed / 1_048_576;
    await inbox.stop();
    await ledger.close();
    return { ms, mib };
  },
});
