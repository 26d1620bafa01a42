import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readBody } from '../../src/body.ts';

const { signal } = new AbortController();

function streamOf(chunks: Uint8Array[], cancelled: (reason: unknown) => void = () => {}): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
    cancel: cancelled,
  });
}

it('puts characters together that were cut in two', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 }).filter(text => !text.startsWith('\ufeff'));
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (text, size) => {
      const bytes = new TextEncoder().encode(text);
      const chunks = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(await readBody(streamOf(chunks), bytes.length, signal)).toEqual({ text, truncated: false });
    }),
  );
});

it('reads exactly as many bytes as allowed', async () => {
  const chunks = () => [new TextEncoder().encode('abc'), new TextEncoder().encode('def')];
  expect(await readBody(streamOf(chunks()), 6, signal)).toEqual({ text: 'abcdef', truncated: false });
  expect(await readBody(streamOf(chunks()), 5, signal)).toEqual({ text: 'abcde', truncated: true });
});

it('lets go of the stream when there is too much', async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: controller => controller.enqueue(new Uint8Array(1024).fill(97)),
    cancel: () => {
      cancelled = true;
    },
  });
  expect(await readBody(endless, 10_000, signal)).toEqual({ text: 'a'.repeat(10_000), truncated: true });
  expect(cancelled).toBe(true);
});

it('lets go of the stream when the signal fires', async () => {
  const controller = new AbortController();
  let cancelled = false;
  const silent = new ReadableStream<Uint8Array>({
    cancel: () => {
      cancelled = true;
    },
  });
  const reading = readBody(silent, 10, controller.signal);
  controller.abort();
  await reading;
  expect(cancelled).toBe(true);
});

it('passes on what breaks the stream', async () => {
  const broken = new ReadableStream<Uint8Array>({ pull: controller => controller.error(new Error('reset')) });
  await expect(readBody(broken, 10, signal)).rejects.toThrow('reset');
});

it('takes no body for an empty one', async () => {
  expect(await readBody(null, 10, signal)).toEqual({ text: '', truncated: false });
});
