import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readBody } from '../../src/body.ts';

const { signal } = new AbortController();

/** An answer with this body; by default, its length is not announced. */
function answer(body: ReadableStream<Uint8Array> | null, headers: Record<string, string> = {}) {
  return { body, headers: new Headers(headers) };
}

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

it('Characters that were cut in two are put together', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 }).filter(text => !text.startsWith('\ufeff'));
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (text, size) => {
      const bytes = new TextEncoder().encode(text);
      const chunks = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(await readBody(answer(streamOf(chunks)), bytes.length, signal)).toEqual({ text, truncated: false });
    }),
  );
});

it('Exactly as many bytes are read as allowed', async () => {
  const chunks = () => [new TextEncoder().encode('abc'), new TextEncoder().encode('def')];
  expect(await readBody(answer(streamOf(chunks())), 6, signal)).toEqual({ text: 'abcdef', truncated: false });
  expect(await readBody(answer(streamOf(chunks())), 5, signal)).toEqual({ text: 'abcde', truncated: true });
});

it('A body that is too large is cancelled', async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: controller => controller.enqueue(new Uint8Array(1024).fill(97)),
    cancel: () => {
      cancelled = true;
    },
  });
  expect(await readBody(answer(endless), 10_000, signal)).toEqual({ text: 'a'.repeat(10_000), truncated: true });
  expect(cancelled).toBe(true);
});

it('A body is cancelled when the signal aborts', async () => {
  const controller = new AbortController();
  let cancelled = false;
  const silent = new ReadableStream<Uint8Array>({
    cancel: () => {
      cancelled = true;
    },
  });
  const reading = readBody(answer(silent), 10, controller.signal);
  controller.abort();
  await reading;
  expect(cancelled).toBe(true);
});

it('An error of the stream is passed on', async () => {
  const broken = new ReadableStream<Uint8Array>({ pull: controller => controller.error(new Error('reset')) });
  await expect(readBody(answer(broken), 10, signal)).rejects.toThrow('reset');
});

it('A missing body is read as an empty one', async () => {
  expect(await readBody(answer(null), 10, signal)).toEqual({ text: '', truncated: false });
});

it('A body that announces more bytes than allowed is not read', async () => {
  let isCancelled = false;
  const silent = new ReadableStream<Uint8Array>({
    cancel: () => {
      isCancelled = true;
    },
  });
  const announced = answer(silent, { 'content-length': '999999999999' });
  expect(await readBody(announced, 10, signal)).toEqual({ text: '', truncated: true });
  expect(isCancelled).toBe(true);
});
