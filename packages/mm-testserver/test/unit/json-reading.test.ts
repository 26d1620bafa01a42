import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFirstJson, parseJson } from '../../src/json-reading.ts';

describe('parseJson', () => {
  it('parseJson returns undefined for text that is not JSON', () => {
    expect(parseJson('{"a":')).toBeUndefined();
  });

  it.each([
    [String.raw`"\ud83d"`, '\ufffd'],
    [String.raw`"\ude00 x"`, '\ufffd x'],
    [String.raw`"\ud83d\ude00"`, '😀'],
    [String.raw`"\\ud83d"`, String.raw`\ud83d`],
    [String.raw`"\ud83d\\ude00"`, '\ufffd\\ude00'],
  ])('Half a surrogate pair in %s becomes U+FFFD', (text, read) => {
    expect(parseJson(text)).toBe(read);
  });

  it('parseJson reads everything else as it is', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('parseFirstJson', () => {
  it('parseFirstJson ignores the text after the first value', () => {
    const [object, list] = [fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())];
    fc.assert(
      fc.property(fc.oneof(object, list), fc.string(), (value, rest) => {
        const text = JSON.stringify(value);
        expect(parseFirstJson(` ${text}${rest}`)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['', 'text', '}', '{"a":1'])('parseFirstJson returns undefined for %j', text => {
    expect(parseFirstJson(text)).toBeUndefined();
  });

  it('parseFirstJson reads other values too', () => {
    expect(parseFirstJson('null')).toBeNull();
  });
});
