import { expect, it } from 'vitest';
import { describeIssue } from '../../src/schema.ts';

it('says where in the value something is wrong, for both kinds of path', () => {
  expect(describeIssue({ message: 'no number', path: ['posts', { key: 'abc' }, 'create_at'] })).toBe(
    'posts.abc.create_at: no number',
  );
});

it('does without a path', () => {
  expect(describeIssue({ message: 'no object' })).toBe('no object');
});

it('does without any issue', () => {
  expect(describeIssue(undefined)).toBe('no reason given');
});
