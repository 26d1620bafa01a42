import { expect, it } from 'vitest';
import { describeIssue } from '../../src/schema.ts';

it('An issue says where in the value something is wrong, for both kinds of path', () => {
  expect(describeIssue({ message: 'no number', path: ['posts', { key: 'abc' }, 'create_at'] })).toBe(
    'posts.abc.create_at: no number',
  );
});

it('An issue without a path is described by its message', () => {
  expect(describeIssue({ message: 'no object' })).toBe('no object');
});

it('A failure without any issue says that no reason was given', () => {
  expect(describeIssue(undefined)).toBe('no reason given');
});
