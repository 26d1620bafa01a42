import { expect, it, vi } from 'vitest';
import { keepAlive } from '../../src/keep-alive.ts';
import { ManualTime } from '../helpers/manual-time.ts';

function peerThat(answers: { pings: boolean; probes: boolean }) {
  const peer = { pings: 0, pongs: 0, probes: 0, frames: 0, waiting: false, held: false };
  return {
    ...peer,
    received(): number {
      return this.frames;
    },
    ping(): void {
      this.pings += 1;
      if (answers.pings) this.frames += 1;
    },
    pong(): void {
      this.pongs += 1;
    },
    wasHeld(): boolean {
      return this.held;
    },
    probe(): void {
      this.probes += 1;
      this.waiting = !answers.probes;
    },
    awaitsReply(): boolean {
      return this.waiting;
    },
  };
}

const INTERVAL = 8_000;

it('notices within one interval that nothing comes back', async () => {
  const time = new ManualTime();
  const peer = peerThat({ pings: false, probes: true });
  const lost = keepAlive(peer, { pingIntervalMs: INTERVAL, sleep: time.sleep }, new AbortController().signal);
  await time.passOnce(INTERVAL);
  expect(await lost).toBe('silent');
  expect(peer.pings).toBe(1);
});

it('reads what came in while the process was busy before it gives up', async () => {
  const time = new ManualTime();
  const peer = peerThat({ pings: false, probes: true });
  const stop = new AbortController();
  const lost = keepAlive(peer, { pingIntervalMs: INTERVAL, sleep: time.sleep }, stop.signal);
  time.pass(INTERVAL);
  setImmediate(() => {
    peer.frames += 1;
  });
  await time.passOnce(INTERVAL);
  expect(await lost).toBe('silent');
  expect(peer.pings).toBe(2);
});

it('probes with every fourth ping, and notices when a probe stays unanswered until the next', async () => {
  const time = new ManualTime();
  const peer = peerThat({ pings: true, probes: false });
  const lost = keepAlive(peer, { pingIntervalMs: INTERVAL, sleep: time.sleep }, new AbortController().signal);
  for (let beat = 1; beat <= 7; beat += 1) await time.passOnce(INTERVAL);
  expect(peer.probes).toBe(1);
  await time.passOnce(INTERVAL);
  expect(await lost).toBe('unanswered');
  expect(peer.pings).toBe(8);
});

it('does not judge an interval in which nothing was read, and sends the pong that the server waits for', async () => {
  const time = new ManualTime();
  const peer = peerThat({ pings: false, probes: false });
  peer.held = true;
  const lost = keepAlive(peer, { pingIntervalMs: INTERVAL, sleep: time.sleep }, new AbortController().signal);
  for (let beat = 1; beat <= 9; beat += 1) await time.passOnce(INTERVAL);
  await vi.waitFor(() => expect(peer.pongs).toBe(9));
  peer.held = false;
  await time.passOnce(INTERVAL);
  expect(await lost).toBe('silent');
});

it('goes on for as long as all is well, and ends with its signal', async () => {
  const time = new ManualTime();
  const peer = peerThat({ pings: true, probes: true });
  const stop = new AbortController();
  const lost = keepAlive(peer, { pingIntervalMs: INTERVAL, sleep: time.sleep }, stop.signal);
  for (let beat = 1; beat <= 40; beat += 1) await time.passOnce(INTERVAL);
  expect(peer.probes).toBe(10);
  stop.abort();
  await expect(lost).rejects.toThrow('aborted');
  expect(time.waits).toEqual([]);
});
