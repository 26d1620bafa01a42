import { createSqliteLedger, openStateFile } from '../../src/sqlite.ts';

// A process to be killed: appends, claims and settles, and prints what the ledger has confirmed.
const ledger = createSqliteLedger(openStateFile(String(process.argv[2])));
await ledger.acquireLease();
for (let n = 0; ; n++) {
  const key = `p${n}`;
  const shape = { kind: 'post', conversation: 'c', channelId: 'c', rootId: '', editedAt: 0, payload: { n } };
  await ledger.append({ entries: [{ key, at: n, ...shape }], completeUntil: n });
  process.stdout.write(`appended ${n}\n`);
  await ledger.claim(key);
  if (n % 2 === 0) {
    await ledger.settle(key, { outcome: 'answered' });
    process.stdout.write(`settled ${n}\n`);
  }
}
