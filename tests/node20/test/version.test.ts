import { expect, it } from 'vitest';

it('These tests run on Node 20', () => {
  expect(process.version).toMatch(/^v20\./);
});
