import { describe, expect, it } from 'vitest';
import { toJson, withSortedKeys } from '../../src/json.ts';

describe('toJson', () => {
  it('escapes what Go escapes', () => {
    expect(toJson({ message: '<b> & \u2028' })).toBe('{"message":"\\u003cb\\u003e \\u0026 \\u2028"}');
  });

  it('can be read back as it was', () => {
    const value = { a: ['<>&', null, 1.5, true], b: { c: 'é😀' } };
    expect(JSON.parse(toJson(value))).toEqual(value);
  });
});

describe('withSortedKeys', () => {
  it('orders the keys of every object, and no list', () => {
    expect(JSON.stringify(withSortedKeys({ b: [{ d: 1, c: 2 }, 'z', 'a'], a: null }))).toBe(
      '{"a":null,"b":[{"c":2,"d":1},"z","a"]}',
    );
  });
});
