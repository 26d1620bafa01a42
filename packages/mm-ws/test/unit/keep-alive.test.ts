import { expect, it, vi } from 'vitest';
import { keepAlive } from '../../src/keep-alive.ts';
import { createClock } from '../support/clock.ts';

function peerThat(answers: { pings: boolean; probes: boolean }) {
  return {
    pings: 0,
    pongs: 0,
    probes: 0,
    frames: 0,
    isHeld: false,
    isUnanswered: false,
    framesReceived(): number {
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
      return this.isHeld;
    },
    probe(): void {
      this.probes += 1;
      this.isUnanswered = !answers.probes;
      if (answers.probes) this.frames += 1;
    },
    isProbeUnanswered(): boolean {
      return this.isUnanswered;
    },
  };
}

const pingIntervalMs = 8_000;

it('A connection on which nothing comes back counts as silent within one interval', async () => {
  const clock = createClock();
  const peer = peerThat({ pings: false, probes: false });
  const lost = keepAlive(peer, { pingIntervalMs, sleep: clock.sleep }, new AbortController().signal);
  await clock.advanceOnce(pingIntervalMs);
  expect(await lost).toBe('silent');
  expect(peer.pings).toBe(1);
});

it('A frame that came in while the process was busy is read before the connection counts as silent', async () => {
  const clock = createClock();
  const peer = peerThat({ pings: false, probes: false });
  const lost = keepAlive(peer, { pingIntervalMs, sleep: clock.sleep }, new AbortController().signal);
  clock.advance(pingIntervalMs);
  setImmediate(() => {
    peer.frames += 1;
  });
  await clock.advanceOnce(pingIntervalMs);
  expect(await lost).toBe('silent');
  expect(peer.pings).toBe(2);
});

it('A probe goes out with every ping, and one without a reply for four intervals ends the connection', async () => {
  const clock = createClock();
  const peer = peerThat({ pings: true, probes: false });
  const lost = keepAlive(peer, { pingIntervalMs, sleep: clock.sleep }, new AbortController().signal);
  for (let round = 1; round <= 3; round += 1) await clock.advanceOnce(pingIntervalMs);
  expect(peer.probes).toBe(1);
  await clock.advanceOnce(pingIntervalMs);
  expect(await lost).toBe('unanswered');
  expect(peer.pings).toBe(4);
});

it('A server that answers probes but no pings is kept', async () => {
  const clock = createClock();
  const peer = peerThat({ pings: false, probes: true });
  const stop = new AbortController();
  const lost = keepAlive(peer, { pingIntervalMs, sleep: clock.sleep }, stop.signal);
  for (let round = 1; round <= 20; round += 1) await clock.advanceOnce(pingIntervalMs);
  expect(peer.probes).toBeGreaterThanOrEqual(20);
  stop.abort();
  await expect(lost).rejects.toThrow('aborted');
});

it('An interval in which nothing was read proves nothing, and a pong is sent that the server waits for', async () => {
  const clock = createClock();
  const peer = peerThat({ pings: false, probes: false });
  peer.isHeld = true;
  const lost = keepAlive(peer, { pingIntervalMs, sleep: clock.sleep }, new AbortController().signal);
  for (let round = 1; round <= 9; round += 1) await clock.advanceOnce(pingIntervalMs);
  await vi.waitFor(() => expect(peer.pongs).toBe(9), 60_000);
  peer.isHeld = false;
  await clock.advanceOnce(pingIntervalMs);
  expect(await lost).toBe('silent');
});

it('A healthy connection is kept until its signal aborts, and no timer is left then', async () => {
  const clock = createClock();
  const peer = peerThat({ pings: true, probes: true });
  const stop = new AbortController();
  const lost = keepAlive(peer, { pingIntervalMs, sleep: clock.sleep }, stop.signal);
  for (let round = 1; round <= 40; round += 1) await clock.advanceOnce(pingIntervalMs);
  expect(peer.probes).toBe(peer.pings);
  stop.abort();
  await expect(lost).rejects.toThrow('aborted');
  expect(clock.waits).toEqual([]);
});
