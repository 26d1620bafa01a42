import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf, partsOf } from '../../../src/http/multipart.ts';

async function encoded(form: FormData): Promise<{ type: string; body: Buffer }> {
  const response = new Response(form);
  return { type: response.headers.get('content-type') ?? '', body: Buffer.from(await response.arrayBuffer()) };
}

describe('Forms', () => {
  it('A form is read as it was written, with any bytes in its files', async () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.string({ unit: 'binary' }), async (content, value) => {
        const form = new FormData();
        form.append('channel_id', value);
        form.append('files', new Blob([content as Uint8Array<ArrayBuffer>]), 'a "b".bin');
        const { type, body } = await encoded(form);
        const [first, second, ...more] = partsOf(body, boundaryOf(type) ?? '') ?? [];
        expect(more).toEqual([]);
        expect(first).toMatchObject({ name: 'channel_id', filename: '', whole: true });
        expect(first?.content.toString('utf8')).toBe(value.replace(/\r\n|\r|\n/g, '\r\n').toWellFormed());
        expect(second).toMatchObject({ name: 'files', filename: 'a "b".bin', whole: true });
        expect([...(second?.content ?? [])]).toEqual([...content]);
      }),
      { numRuns: 50 },
    );
  });

  it('A form that was cut off ends with an incomplete part', async () => {
    const form = new FormData();
    form.append('files', new Blob(['x'.repeat(1_000)]), 'x.txt');
    const { type, body } = await encoded(form);
    const parts = partsOf(body.subarray(0, 500), boundaryOf(type) ?? '');
    expect(parts).toMatchObject([{ name: 'files', whole: false }]);
  });

  it.each([
    ['application/json', undefined],
    [undefined, undefined],
    ['multipart/form-data', ''],
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Form-Data; charset=utf-8; boundary="a b"', 'a b'],
  ])('The content type %s has the boundary %s', (type, boundary) => {
    expect(boundaryOf(type)).toBe(boundary);
  });

  it('A body without its boundary is not a form', () => {
    expect(partsOf(Buffer.from('hello'), 'abc')).toBeUndefined();
    expect(partsOf(Buffer.from('--abc--\r\n'), 'abc')).toEqual([]);
  });
});
