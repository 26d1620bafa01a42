import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFirstJson, parseJson } from '../../src/json-reading.ts';

describe('parseJson', () => {
  it('makes nothing of what is not JSON', () => {
    expect(parseJson('{"a":')).toBeUndefined();
  });

  it.each([
    [String.raw`"\ud83d"`, '\ufffd'],
    [String.raw`"\ude00 x"`, '\ufffd x'],
    [String.raw`"\ud83d\ude00"`, '😀'],
    [String.raw`"\\ud83d"`, String.raw`\ud83d`],
    [String.raw`"\ud83d\\ude00"`, '\ufffd\\ude00'],
  ])('marks half a character in %s as unreadable', (text, read) => {
    expect(parseJson(text)).toBe(read);
  });

  it('reads everything else as it is', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('parseFirstJson', () => {
  it('does not look at what comes behind the first value', () => {
    const [object, list] = [fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())];
    fc.assert(
      fc.property(fc.oneof(object, list), fc.string(), (value, rest) => {
        const text = JSON.stringify(value);
        expect(parseFirstJson(` ${text}${rest}`)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['', 'text', '}', '{"a":1'])('makes nothing of %j', text => {
    expect(parseFirstJson(text)).toBeUndefined();
  });

  it('reads what is neither an object nor a list', () => {
    expect(parseFirstJson('null')).toBeNull();
  });
});
