import { expect, it } from 'vitest';

it('these tests run on Node 20', () => {
  expect(process.version).toMatch(/^v20\./);
});
