import { describe, expect, it } from 'vitest';
import type { SessionNote } from '../../../src/host/session-entry.ts';
import { createResumption } from '../../../src/recovery/resumption.ts';

const queued = { deliveries: [{ state: 'delivered' }, { state: 'queued' }] };
const session = { agentId: 'main', sessionKey: 'agent:main:main' };
const interrupted: SessionNote = { status: 'running', abortedLastRun: true };
const { signal } = new AbortController();
const notSent = async () => false;

describe('a post for a session', () => {
  it.each<[string, SessionNote | undefined]>([
    ['that is new', undefined],
    ['in which nothing runs', { status: 'done' }],
    ['whose turn runs', { status: 'running', abortedLastRun: false }],
    ['whose turn somebody has stopped', { status: 'killed', abortedLastRun: true }],
    [
      'whose last answer was delivered after the crash',
      { status: 'done', pendingFinalDelivery: { createdAt: 1, deliveries: [{ state: 'delivered' }] } },
    ],
    [
      'whose answer is being sent now',
      { status: 'running', pendingFinalDelivery: { createdAt: Date.now() + 60_000, ...queued } },
    ],
  ])('%s does not wait', async (_, note) => {
    await createResumption(() => note)(session, notSent, signal);
  });

  it('whose turn was interrupted waits until the host takes it up', async () => {
    const notes = [interrupted, interrupted, { status: 'running', abortedLastRun: false }];
    const asked: object[] = [];
    await createResumption(named => {
      asked.push(named);
      return notes[asked.length - 1];
    })(session, notSent, signal);
    expect(asked).toEqual([session, session, session]);
  });

  it('with an answer from before the crash in the queue waits until that is sent', async () => {
    const notes: SessionNote[] = [
      { status: 'done', pendingFinalDelivery: { createdAt: 1, ...queued } },
      { status: 'done' },
    ];
    let asked = 0;
    await createResumption(() => notes[asked++])(session, notSent, signal);
    expect(asked).toBe(2);
  });

  it('does not wait for an answer that is still called queued and stands as a whole', async () => {
    const note: SessionNote = { status: 'done', pendingFinalDelivery: { createdAt: 1, text: 'That.', ...queued } };
    const asked: unknown[] = [];
    const isSent = async (...answer: unknown[]) => asked.push(answer) > 0;
    await createResumption(() => note)(session, isSent, signal);
    expect(asked).toEqual([['That.', 1]]);
  });

  it('waits for the interrupted turn although an answer of it stands as a whole', async () => {
    const pendingFinalDelivery = { createdAt: 1, text: 'That.', ...queued };
    const notes: SessionNote[] = [
      { ...interrupted, pendingFinalDelivery },
      { ...interrupted, pendingFinalDelivery },
      { status: 'running', abortedLastRun: false, pendingFinalDelivery },
    ];
    let asked = 0;
    await createResumption(() => notes[asked++])(session, async () => true, signal);
    expect(asked).toBe(3);
  });

  it('does not wait for long for an answer that the queue has lost', async () => {
    const note: SessionNote = { status: 'done', pendingFinalDelivery: { createdAt: -1, ...queued } };
    let time = 0;
    const later = () => {
      time += 30_000;
      return note;
    };
    await createResumption(later, () => time)(session, notSent, signal);
    expect(time).toBe(90_000);
  });

  it('does not wait for ever for a turn that nobody takes up', async () => {
    let time = 0;
    const resumed = createResumption(
      () => {
        time += 60_000;
        return interrupted;
      },
      () => time,
    );
    await resumed(session, notSent, signal);
    expect(time).toBe(180_000);
  });

  it('waits no longer when the account is stopped', async () => {
    const end = new AbortController();
    const waiting = createResumption(() => interrupted)(session, notSent, end.signal);
    end.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow();
  });
});
