import { expect, it } from 'vitest';

it('The tests of the libraries run on the Node that was asked for', () => {
  expect(process.versions.node.split('.')[0]).toBe(process.env['TEST_ON_NODE']);
});
