import { expect, it } from 'vitest';
import { hostRecords } from '../../../src/host/records.ts';
import { loadOpenClaw, writeSession } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();
const main = { agentId: 'main', sessionKey: 'agent:main:mattermost:channel:ops' };

/** A session in which a turn was running when the process was killed, with everything that OpenClaw keeps to resume it. */
const interrupted = {
  sessionId: 'session',
  status: 'running',
  abortedLastRun: true,
  restartRecoveryDeliverySourceRunId: 'channel-user:v1:name',
  restartRecoveryDeliveryRunId: 'run',
  restartRecoveryDeliverySourceIngress: 'channel',
  restartRecoveryTerminalRunIds: ['channel-user:v1:earlier'],
  pendingFinalDelivery: { kind: 'replayable', text: 'It is a cat.', createdAt: 5 },
  mainRestartRecovery: { tombstone: { at: 1 } },
  queueMode: 'collect',
};

it('OpenClaw has no row for a session that it does not know, and no transcript', () => {
  const unknown = { agentId: 'main', sessionKey: 'agent:main:mattermost:channel:unknown' };
  expect(hostRecords.entry(unknown)).toBeUndefined();
  expect(hostRecords.transcript(unknown)).toEqual([]);
});

it('The row of an interrupted session says what OpenClaw will resume', async () => {
  await writeSession(openclaw, main, interrupted);
  expect(hostRecords.entry(main)).toEqual({
    sessionId: 'session',
    status: 'running',
    claim: 'channel-user:v1:name',
    isToBeResumed: true,
    finished: ['channel-user:v1:earlier'],
    undelivered: { text: 'It is a cat.', createdAt: 5 },
    isGivenUp: true,
    queueMode: 'collect',
    updatedAt: expect.any(Number),
  });
});

it('The row of a session whose turn runs does not say that OpenClaw will resume it', async () => {
  await writeSession(openclaw, main, { ...interrupted, abortedLastRun: false });
  expect(hostRecords.entry(main)).toMatchObject({ status: 'running', isToBeResumed: false });
});

it('The row of a quiet session has no claim and no undelivered answer', async () => {
  const quiet = { agentId: 'main', sessionKey: 'agent:main:mattermost:channel:quiet' };
  await writeSession(openclaw, quiet, { sessionId: 'quiet', status: 'done' });
  expect(hostRecords.entry(quiet)).toMatchObject({ claim: undefined, undelivered: undefined, isGivenUp: false });
  expect(hostRecords.entry(quiet)).toMatchObject({ finished: [], isToBeResumed: false, queueMode: undefined });
});

it('A released session has nothing left to resume, and keeps its id, its finished turns and its queue mode', async () => {
  await writeSession(openclaw, main, interrupted);
  await hostRecords.release(main);
  expect(hostRecords.entry(main)).toMatchObject({
    ...{ sessionId: 'session', status: 'done', claim: undefined, isToBeResumed: false, undelivered: undefined },
    ...{ isGivenUp: false, finished: ['channel-user:v1:earlier'], queueMode: 'collect' },
  });
});
