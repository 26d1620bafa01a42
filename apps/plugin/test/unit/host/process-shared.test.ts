import { expect, it, vi } from 'vitest';
import { processShared } from '../../../src/host/process-shared.ts';

it('A value is created once, and every caller that uses its name gets it', () => {
  const create = vi.fn(() => new Set<string>());
  const [first, second] = [processShared('test-once', create), processShared('test-once', create)];
  expect(second).toBe(first);
  expect(create).toHaveBeenCalledTimes(1);
  expect(processShared('test-other', create)).not.toBe(first);
});

it('A second copy of the module gets the same value', async () => {
  const first = processShared('test-copies', () => ({}));
  vi.resetModules();
  const copy = await import('../../../src/host/process-shared.ts');
  expect(copy.processShared).not.toBe(processShared);
  expect(copy.processShared('test-copies', () => ({}))).toBe(first);
});
