import { describe, expect, it } from 'vitest';
import { createIds, isValidId } from '../../src/ids.ts';

describe('createIds', () => {
  it('Ids have 26 characters and are valid', () => {
    const id = createIds(Math.random)();
    expect(id).toMatch(/^[ybndrfg8ejkmcpqxot1uwisza345h769]{26}$/);
    expect(isValidId(id)).toBe(true);
  });

  it('The same random numbers give the same ids', () => {
    const chance = (): (() => number) => {
      let drawn = 0;
      return () => (drawn = (drawn + 0.37) % 1);
    };
    expect(createIds(chance())()).toBe(createIds(chance())());
  });
});

describe('isValidId', () => {
  it.each(['a'.repeat(26), 'A0'.repeat(13), 'ü'.repeat(26)])('The id %s is valid', id => {
    expect(isValidId(id)).toBe(true);
  });

  it.each(['a'.repeat(25), 'a'.repeat(27), '-'.repeat(26), '', 26, undefined])('The id %s is not valid', id => {
    expect(isValidId(id)).toBe(false);
  });
});
