// A receiver in its own process, with tickets in the SQLite file that the command line names. It sends its address and
// every event to its parent.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { createInteractionReceiver, createSqliteStore, toNodeListener } from '../../src/index.ts';

const [file = ':memory:'] = process.argv.slice(2);
const receive = createInteractionReceiver({
  accountId: 'default',
  store: createSqliteStore(new DatabaseSync(file, { timeout: 10_000 })),
  async onClick({ id }) {
    process.send?.({ event: id });
    return undefined;
  },
});
const server = createServer(toNodeListener(receive));
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('disconnect', () => process.exit());
