import { describe, expect, it } from 'vitest';
import { hashtagsIn } from '../../../src/world/posts.ts';

describe('hashtagsIn', () => {
  it.each([
    ['ship it #release', '#release'],
    ['#one, (#two) and ##three!', '#one #two #three'],
    ['#über #a-b_c.d', '#über #a-b_c.d'],
    ['#1 #x # not#this', ''],
    ['no tags', ''],
  ])('The text %j has the hashtags %j', (message, tags) => {
    expect(hashtagsIn(message)).toBe(tags);
  });
});
