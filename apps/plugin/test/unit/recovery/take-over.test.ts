import { expect, it } from 'vitest';
import type { HostRecords } from '../../../src/host/records.ts';
import type { Session } from '../../../src/host/session-entry.ts';
import { takeOverTurns } from '../../../src/recovery/take-over.ts';
import { memoryPendingAnswers } from '../../../src/storage/memory/pending-answers.ts';

it('The transcript of a session is read once, for all of its turns', async () => {
  const pendingAnswers = memoryPendingAnswers();
  for (const [id, sessionKey] of [
    ['a', 'one'],
    ['b', 'one'],
    ['c', 'other'],
  ] as const) {
    const place = { channelId: 'town', rootId: undefined, to: 'channel:town' };
    const session = { agentId: 'main', sessionKey };
    await pendingAnswers.openTurn({
      ...{ id, posts: [id], messageId: id, session, isCommand: false, startedAt: Date.now() },
      ...place,
    });
  }
  const read: string[] = [];
  const records: HostRecords = {
    entry: () => undefined,
    transcript({ sessionKey }: Session) {
      read.push(sessionKey);
      return [];
    },
    release: async () => {},
  };
  const account = { accountId: 'default', log: console, stores: { pendingAnswers } };
  expect(await takeOverTurns(account, records)).toMatchObject({ isReadable: true });
  expect(read).toEqual(['one', 'other']);
});
