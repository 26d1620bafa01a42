import type { Turn } from '@clawmost/mm-inbox';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runTurn } from '../../../src/turns/follow-turn.ts';
import type { AdoptionLifecycle } from '../../../src/turns/host-turn.ts';
import type { DispatchEnd } from '../../../src/turns/outcome.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** One post on its way to the host, and all that is heard of it. */
function handOver(options: { atOnce?: boolean } = {}) {
  const heard: string[] = [];
  const stopping = new AbortController();
  const turn = {
    signal: stopping.signal,
    handedOver: () => void heard.push('handed over'),
    adopted: async () => void heard.push('adopted'),
  } as unknown as Turn;
  const end = Promise.withResolvers<DispatchEnd>();
  const answers = { delivered: 0, failed: 0, refused: false };
  let lifecycle: AdoptionLifecycle | undefined;
  const outcome = runTurn({
    turn,
    atOnce: options.atOnce ?? false,
    answers,
    onPutOff: () => void heard.push('put off'),
    onAdopted: () => void heard.push('on record'),
    dispatch: async given => {
      lifecycle = given;
      return { dispatchResult: await end.promise };
    },
  });
  outcome.catch(() => {});
  if (!lifecycle) throw new Error('unreachable');
  const host = lifecycle as Required<AdoptionLifecycle>;
  return { heard, stopping, answers, outcome, host, end: end.resolve, breaks: end.reject };
}

describe('a turn', () => {
  it('is on record as adopted before it ends, and lets the next one through then', async () => {
    const { heard, outcome, host, answers, end } = handOver();
    await host.onAdopted();
    expect(heard).toEqual(['handed over', 'on record', 'adopted']);
    answers.delivered = 1;
    end({ counts: { final: 1 } });
    expect(await outcome).toEqual({ outcome: 'answered', code: 'delivered' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets the next one through at once where the host takes it past whatever runs', async () => {
    const { heard, end, outcome } = handOver({ atOnce: true });
    expect(heard).toEqual(['handed over']);
    end({ counts: { final: 1 } });
    await outcome;
  });

  it('does not hold the next one back for ever when the host says nothing', async () => {
    const { heard, end, outcome } = handOver();
    await vi.advanceTimersByTimeAsync(29_000);
    expect(heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(heard).toEqual(['handed over']);
    end({});
    expect(await outcome).toEqual({ outcome: 'answered', code: 'host-knows' });
  });

  it('that was put off ends when the host says that it is settled', async () => {
    const { outcome, host, end } = handOver();
    expect(host.onDeferred()).toBe(true);
    end({ deferredToActiveRun: 'followup' });
    let over = false;
    void outcome.then(() => {
      over = true;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(over).toBe(false);
    host.onSettled();
    expect(await outcome).toEqual({ outcome: 'joined', code: 'queued' });
  });

  it('that was put off and never heard of again is taken for ended in the end', async () => {
    const { outcome, host, end } = handOver();
    host.onDeferred();
    end({ deferredToActiveRun: 'steer' });
    await vi.advanceTimersByTimeAsync(6 * 60 * 60_000);
    expect(await outcome).toEqual({ outcome: 'joined', code: 'steered' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that was put off and dropped before its turn came is to be handed over again', async () => {
    const { outcome, host, end } = handOver();
    host.onDeferred();
    end({ deferredToActiveRun: 'followup' });
    host.onAbandoned();
    host.onSettled();
    await expect(outcome).rejects.toThrow(/dropped it before its turn came/);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is not exclusive to itself can be collected with others', () => {
    expect(handOver().host.admission).not.toBe('exclusive');
  });

  it('is given up when the account stops, so that it is handed over again at the next start', async () => {
    const { outcome, stopping } = handOver();
    stopping.abort(new Error('stopped'));
    await expect(outcome).rejects.toThrow('stopped');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('fails with what the host throws', async () => {
    const { outcome, breaks } = handOver();
    breaks(new Error('no such agent'));
    await expect(outcome).rejects.toThrow('no such agent');
    expect(vi.getTimerCount()).toBe(0);
  });
});
