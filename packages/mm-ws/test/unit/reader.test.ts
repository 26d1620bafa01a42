import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { Reader, type StreamItem } from '../../src/reader.ts';
import type { Position } from '../../src/sequence.ts';
import { eventFrame, helloFrame } from '../support/frames.ts';

const connectionId = 'a'.repeat(26);
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** What an item says, in short: the number of an event that is wanted, or a word. */
function show(item: StreamItem): number | string {
  switch (item.kind) {
    case 'event':
      return item.event?.seq ?? 'unwanted';
    case 'gap':
      return `missed ${item.missed}`;
    case 'hello':
      return `hello ${item.event.data.connection_id}`;
    case 'reply':
      return `reply ${item.reply.seqReply}`;
    case 'resumed':
      return 'resumed';
  }
}

/** A reader, and the items that it has given. */
function readerAt(position: Position | undefined, isWanted: (event: string) => boolean = () => true) {
  const reader = new Reader(position, silent);
  const items: (number | string)[] = [];
  const add = (text: string): void => reader.add(Buffer.from(text));
  const readOne = (): boolean => {
    const item = reader.next(isWanted);
    if (item !== undefined) items.push(show(item));
    return item !== undefined;
  };
  const readAll = (): void => {
    while (readOne());
  };
  const receive = (text: string): void => {
    add(text);
    readAll();
  };
  return { reader, items, add, readOne, readAll, receive };
}

it('A reader gives each number at most once, in order, and accounts for every number that is missing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200), { maxLength: 100 }), fc.func(fc.boolean()), (seqs, isWanted) => {
      const reader = new Reader({ nextSeq: 1, connectionId }, silent);
      let missed = 0;
      const given: number[] = [];
      for (const seq of seqs) {
        reader.add(Buffer.from(eventFrame(`custom_${seq % 3}`, {}, seq)));
        for (let item = reader.next(isWanted); item !== undefined; item = reader.next(isWanted)) {
          if (item.kind === 'gap') missed += item.missed;
          if (item.kind === 'event') given.push((reader.position?.nextSeq ?? 0) - 1);
        }
      }
      expect(given).toEqual([...new Set(given)].sort((a, b) => a - b));
      expect(given.length + missed).toBe((reader.position?.nextSeq ?? 0) - 1);
      expect(reader.position?.connectionId).toBe(connectionId);
    }),
  );
});

it('A reader gives the same items in the same order, whether messages are read at once or later', () => {
  const step = fc.oneof(fc.constant('read one'), fc.constant('read all'), fc.nat(30));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), steps => {
      const [atOnce, later] = [readerAt({ nextSeq: 1 }), readerAt({ nextSeq: 1 })];
      for (const step of steps) {
        if (step === 'read one') later.readOne();
        else if (step === 'read all') later.readAll();
        else {
          atOnce.receive(eventFrame('custom_x', {}, step as number));
          later.add(eventFrame('custom_x', {}, step as number));
        }
      }
      later.readAll();
      expect(later.items).toEqual(atOnce.items);
      expect(later.reader.position).toEqual(atOnce.reader.position);
      expect(later.reader.waiting).toBe(0);
    }),
  );
});

it('An event without a listener is counted without being parsed', () => {
  const { items, receive, reader } = readerAt({ nextSeq: 1 }, name => name !== 'typing');
  receive('{"event":"typing","data":this is not JSON,"seq":1}');
  receive(eventFrame('custom_x', {}, 2));
  receive('{"event":"typing","data":nor this,"seq":5}');
  expect(items).toEqual(['resumed', 'unwanted', 2, 'missed 2', 'unwanted']);
  expect(reader.position?.nextSeq).toBe(6);
});

it('A hello begins a stream even when no listener wants events of that name', () => {
  const { items, receive, reader } = readerAt(undefined, () => false);
  receive(helloFrame(connectionId));
  receive(eventFrame('typing', {}, 1));
  expect(items).toEqual([`hello ${connectionId}`, 'unwanted']);
  expect(reader.position).toEqual({ nextSeq: 2, connectionId });
});

it('Events before the first hello of a new stream are ignored', () => {
  const { items, receive, reader } = readerAt(undefined);
  receive(eventFrame('typing', {}, 1));
  expect(items).toEqual([]);
  expect(reader.position).toBeUndefined();
});

it('A hello begins a new stream even when the old one was far ahead', () => {
  const { items, receive, reader } = readerAt({ nextSeq: 500, connectionId: 'z'.repeat(26) });
  receive(helloFrame(connectionId));
  receive(eventFrame('typing', {}, 1));
  expect(items).toEqual([`hello ${connectionId}`, 1]);
  expect(reader.position).toEqual({ nextSeq: 2, connectionId });
});

it('The first event after a reconnect shows that the stream was resumed, and a repeated one does not', () => {
  const { items, receive } = readerAt({ nextSeq: 5, connectionId });
  receive(eventFrame('custom_x', {}, 4));
  expect(items).toEqual([]);
  receive(eventFrame('custom_x', {}, 5));
  receive(eventFrame('custom_x', {}, 6));
  expect(items).toEqual(['resumed', 5, 6]);
});

it('The event that shows a gap can still be left for later', () => {
  const { items, add, readOne, reader } = readerAt({ nextSeq: 1 });
  add(eventFrame('custom_x', {}, 4));
  readOne();
  readOne();
  expect(items).toEqual(['resumed', 'missed 3']);
  expect(reader.position?.nextSeq).toBe(4);
  expect(reader.waiting).toBe(1);
  readOne();
  expect(items).toEqual(['resumed', 'missed 3', 4]);
});

it('A message that cannot be read is logged and skipped', () => {
  const warn = vi.fn();
  const reader = new Reader({ nextSeq: 1 }, { ...silent, warn });
  reader.add(Buffer.from('not json'));
  reader.add(Buffer.from(eventFrame('posted', { post: '{broken' }, 1)));
  expect(reader.next(() => true)).toEqual({ kind: 'resumed' });
  expect(reader.next(() => true)).toMatchObject({ kind: 'event', event: { known: false, event: 'posted' } });
  expect(warn.mock.calls.flat()).toEqual([
    'ignored a message from the server: not JSON',
    "could not read the field 'post' of an event 'posted'",
  ]);
});
