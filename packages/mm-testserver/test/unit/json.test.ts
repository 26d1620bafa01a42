import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toJson, toSortedJson, withSortedKeys } from '../../src/json.ts';

describe('toJson', () => {
  it('toJson escapes like Go', () => {
    expect(toJson({ message: '<b> & \u2028' })).toBe('{"message":"\\u003cb\\u003e \\u0026 \\u2028"}');
  });

  it('toJson can be parsed back', () => {
    const value = { a: ['<>&', null, 1.5, true], b: { c: 'é😀' } };
    expect(JSON.parse(toJson(value))).toEqual(value);
  });
});

describe('withSortedKeys', () => {
  it('withSortedKeys sorts the keys of objects, and no lists', () => {
    expect(JSON.stringify(withSortedKeys({ b: [{ d: 1, c: 2 }, 'z', 'a'], a: null }))).toBe(
      '{"a":null,"b":[{"c":2,"d":1},"z","a"]}',
    );
  });
});

describe('toSortedJson', () => {
  it('toSortedJson sorts keys by bytes, even those that look like numbers', () => {
    expect(toSortedJson({ b: 1, 10: 2, 9: 3, '😀': 4, '\ue000': 5 })).toBe('{"10":2,"9":3,"b":1,"\ue000":5,"😀":4}');
  });

  it('toSortedJson writes numbers like Go', () => {
    expect(toSortedJson([-0, 1e21, 1e-7, 5e-324])).toBe('[-0,1e+21,1e-7,5e-324]');
  });

  it('toSortedJson can be parsed back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(JSON.parse(toSortedJson(value))).toEqual(value);
      }),
    );
  });
});
