import { setTimeout as wait } from 'node:timers/promises';
import { createRestClient } from '@clawmost/mm-rest';
import { createSocket } from '@clawmost/mm-ws';
import { createInbox } from '../../src/index.ts';
import { createSqliteLedger, openStateFile } from '../../src/sqlite.ts';

// A bot whose process ends while it handles the post "poison". It prints what it handles, and ends when it is idle.
const [baseUrl = '', token = '', userId = '', file = ''] = process.argv.slice(2);
const account = { baseUrl, token };
const print = (text: string): void => void process.stdout.write(`${text}\n`);
let ahead = 0;
const inbox = createInbox({
  rest: createRestClient(account),
  ws: createSocket(account),
  ledger: createSqliteLedger(openStateFile(file)),
  userId,
  accept: ({ user_id }) => user_id !== userId,
  handle: async ({ message }, { attempt }) => {
    print(`${message} ${attempt}`);
    // The others are running when the process ends.
    await wait(message === 'poison' ? 100 : 20);
    if (message === 'poison') process.exit(1);
  },
  onDead: ({ entry }) => print(`dead after ${entry.interruptions}: ${entry.error}`),
  testing: {
    now: () => Date.now() + ahead,
    // Pauses are short, and the clock shows that they took their whole time.
    sleep: async (ms, signal) => {
      const taken = Math.min(ms, 50);
      await wait(taken, undefined, { signal });
      ahead += ms - taken;
    },
  },
});
await inbox.start();
await inbox.ready();
for (let status = inbox.status(); status.queued + status.running > 0; status = inbox.status()) await wait(5);
await inbox.stop();
print('idle');
