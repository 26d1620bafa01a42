import { describe, expect, it } from 'vitest';
import { createDeliveryGate } from '../../../src/answers/delivery-gate.ts';

/** Whether a promise has resolved by the time everything that can run has run. */
async function isClear(waiting: Promise<void>): Promise<boolean> {
  let clear = false;
  void waiting.then(() => {
    clear = true;
  });
  await new Promise(setImmediate);
  return clear;
}

describe('the delivery gate', () => {
  it('is clear where no answer is on its way', async () => {
    const gate = createDeliveryGate();
    gate.open('main');
    expect(await isClear(gate.clear('main'))).toBe(true);
  });

  it('holds a session back until its answer is noted, and no other session', async () => {
    const gate = createDeliveryGate();
    const answer = gate.open('main');
    answer.setsOut();
    const waiting = gate.clear('main');
    expect(await isClear(waiting)).toBe(false);
    expect(await isClear(gate.clear('other'))).toBe(true);
    answer.isNoted();
    expect(await isClear(waiting)).toBe(true);
  });

  it('waits for all answers of a session', async () => {
    const gate = createDeliveryGate();
    const [first, second] = [gate.open('main'), gate.open('main')];
    first.setsOut();
    second.setsOut();
    const waiting = gate.clear('main');
    first.isNoted();
    expect(await isClear(waiting)).toBe(false);
    second.isNoted();
    expect(await isClear(waiting)).toBe(true);
  });

  it('takes a second answer of a turn for the end of the first', async () => {
    const gate = createDeliveryGate();
    const answer = gate.open('main');
    answer.setsOut();
    answer.setsOut();
    answer.isNoted();
    answer.isNoted();
    expect(await isClear(gate.clear('main'))).toBe(true);
  });
});
