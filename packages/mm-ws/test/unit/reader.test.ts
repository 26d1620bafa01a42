import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { Reader, type ReaderListener } from '../../src/reader.ts';
import type { Position } from '../../src/sequence.ts';
import { eventFrame, helloFrame } from '../helpers/frames.ts';

const ID = 'a'.repeat(26);
const silence = { debug() {}, info() {}, warn() {}, error() {} };

/** A reader, and all that it told: numbers of events wanted, and words for the rest. */
function readerAt(position: Position | undefined, wanted: (event: string) => boolean = () => true) {
  const told: (number | string)[] = [];
  const listener: ReaderListener = {
    wants: vi.fn(wanted),
    began: id => told.push(`began ${id}`),
    continued: () => {},
    jumped: missed => told.push(`missed ${missed}`),
    arrived: event => told.push(event?.seq ?? 'unwanted'),
    replied: ({ seqReply }) => told.push(`reply ${seqReply}`),
  };
  const reader = new Reader(position, listener, silence);
  return { reader, told, listener, receive: (text: string) => reader.receive(Buffer.from(text)) };
}

it('passes each number on at most once, in order, and accounts for every one that is missing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200), { maxLength: 100 }), fc.func(fc.boolean()), (seqs, wants) => {
      let missed = 0;
      const passed: number[] = [];
      const listener: ReaderListener = {
        wants: name => wants(name),
        began: () => {},
        continued: () => {},
        jumped: count => {
          missed += count;
        },
        arrived: () => passed.push((reader.position?.nextSeq ?? 0) - 1),
        replied: () => {},
      };
      const reader = new Reader({ nextSeq: 1, connectionId: ID }, listener, silence);
      for (const seq of seqs) reader.receive(Buffer.from(eventFrame(`custom_${seq % 3}`, {}, seq)));

      expect(passed).toEqual([...new Set(passed)].sort((a, b) => a - b));
      expect(passed.length + missed).toBe((reader.position?.nextSeq ?? 0) - 1);
      expect(reader.position?.connectionId).toBe(ID);
    }),
  );
});

it('passes on the same, in the same order, however often it is held', () => {
  const step = fc.oneof(fc.constant('hold'), fc.constant('release'), fc.nat(30));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), steps => {
      const [plain, interrupted] = [readerAt({ nextSeq: 1 }), readerAt({ nextSeq: 1 })];
      for (const what of steps) {
        if (what === 'hold') interrupted.reader.hold();
        else if (what === 'release') interrupted.reader.release();
        else for (const { receive } of [plain, interrupted]) receive(eventFrame('custom_x', {}, what as number));
      }
      interrupted.reader.release();
      expect(interrupted.told).toEqual(plain.told);
      expect(interrupted.reader.position).toEqual(plain.reader.position);
      expect(interrupted.reader.waiting).toBe(0);
    }),
  );
});

it('counts an event that nobody wants without looking into it', () => {
  const { told, receive, reader } = readerAt({ nextSeq: 1 }, name => name !== 'typing');
  receive('{"event":"typing","data":this is not JSON,"seq":1}');
  receive(eventFrame('custom_x', {}, 2));
  receive('{"event":"typing","data":nor this,"seq":5}');
  expect(told).toEqual(['unwanted', 2, 'missed 2', 'unwanted']);
  expect(reader.position?.nextSeq).toBe(6);
});

it('follows a hello that nobody wants', () => {
  const { told, receive, reader } = readerAt(undefined, () => false);
  receive(helloFrame(ID));
  receive(eventFrame('typing', {}, 1));
  expect(told).toEqual([`began ${ID}`, 0, 'unwanted']);
  expect(reader.position).toEqual({ nextSeq: 2, connectionId: ID });
});

it('ignores events before any stream has begun', () => {
  const { told, receive, reader } = readerAt(undefined);
  receive(eventFrame('typing', {}, 1));
  expect(told).toEqual([]);
  expect(reader.position).toBeUndefined();
});

it('begins anew with a hello, even far behind where we were', () => {
  const { receive, reader } = readerAt({ nextSeq: 500, connectionId: 'z'.repeat(26) });
  receive(helloFrame(ID));
  expect(reader.position).toEqual({ nextSeq: 1, connectionId: ID });
});

it('keeps the event that shows a gap until it is released, when the gap made somebody hold it', () => {
  const { told, receive, reader, listener } = readerAt({ nextSeq: 1 });
  listener.jumped = missed => {
    told.push(`missed ${missed}`);
    reader.hold();
  };
  receive(eventFrame('custom_x', {}, 4));
  receive(eventFrame('custom_x', {}, 5));
  expect(told).toEqual(['missed 3']);
  expect(reader.position?.nextSeq).toBe(4);
  reader.release();
  expect(told).toEqual(['missed 3', 4, 5]);
});
