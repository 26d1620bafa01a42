import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Outbox } from '../../../src/socket/outbox.ts';
import { traitsOf } from '../../../src/versions.ts';
import type { WorldEvent } from '../../../src/world/events.ts';

const nobody = { omit_users: null, user_id: '', channel_id: '', team_id: '' };
const event = (name: string, n = 0): WorldEvent => ({ event: name, data: { n }, broadcast: nobody });

function outboxWith(count: number, name = 'posted'): Outbox {
  const outbox = new Outbox(traitsOf('6.7'));
  for (let n = 0; n < count; n += 1) outbox.put(event(name, n));
  return outbox;
}

function drain(outbox: Outbox): number[] {
  const seqs: number[] = [];
  for (let frame = outbox.take(); frame !== undefined; frame = outbox.take()) seqs.push(JSON.parse(frame).seq);
  return seqs;
}

describe('The queue', () => {
  it('The queue has at most 256 messages', () => {
    const outbox = outboxWith(256);
    expect(outbox.put('{"status":"OK"}')).toBe(false);
    outbox.take();
    expect(outbox.put('{"status":"OK"}')).toBe(true);
  });

  it('Above 128 messages, typing and similar events are dropped, without a gap in the sequence', () => {
    const outbox = outboxWith(100, 'typing');
    for (let n = 0; n < 129; n += 1) outbox.put(event('posted', n));
    expect(drain(outbox)).toEqual(Array.from({ length: 129 }, (_, seq) => seq));
  });

  it('Events are numbered, and replies are not', () => {
    const outbox = new Outbox(traitsOf('6.7'));
    outbox.put(event('hello'));
    outbox.put('{"status":"OK","seq_reply":1}');
    outbox.put(event('posted'));
    const frames = [outbox.take(), outbox.take(), outbox.take()].map(frame => JSON.parse(String(frame)));
    expect(frames.map(({ seq }) => seq)).toEqual([0, undefined, 1]);
  });
});

describe('The sent events', () => {
  it('A client can resume at any of the last 128 events, and at none before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 256 }), fc.integer({ min: 1, max: 300 }), (sent, expected) => {
        const outbox = outboxWith(sent);
        drain(outbox);
        const resumption = outbox.resumeFrom(expected);
        const firstKept = Math.max(0, sent - 128);
        if (expected >= firstKept && expected < sent) {
          const frames = resumption.kind === 'replay' ? resumption.frames : [];
          expect(frames.map(frame => JSON.parse(frame).seq)).toEqual(
            Array.from({ length: sent - expected }, (_, i) => expected + i),
          );
        } else {
          expect(resumption.kind).toBe(expected === sent ? 'lossless' : 'lost');
        }
        // In each case, the next event follows the client's last one.
        outbox.put(event('posted'));
        expect(drain(outbox)).toEqual([resumption.kind === 'lost' ? 0 : Math.max(sent, 0)]);
      }),
    );
  });

  it('With 0, nothing is sent again, and the numbers start at 0', () => {
    const outbox = outboxWith(3);
    drain(outbox);
    expect(outbox.resumeFrom(0).kind).toBe('lossless');
    outbox.put(event('posted'));
    expect(drain(outbox)).toEqual([0]);
  });
});
