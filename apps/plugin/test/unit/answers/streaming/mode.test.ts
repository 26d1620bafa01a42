import { initializeGlobalHookRunner, resetGlobalHookRunner } from 'openclaw/plugin-sdk/hook-runtime';
import { expect, it, onTestFinished } from 'vitest';
import { previewMode } from '../../../../src/answers/streaming/mode.ts';
import { areAnswersChecked } from '../../../../src/host/hooks.ts';

it('streaming.mode: the growing text is shown by default', () => {
  expect(previewMode({}, false)).toBe('partial');
  for (const mode of ['off', 'partial', 'block', 'progress'] as const) {
    expect(previewMode({ streaming: { mode } }, false)).toBe(mode);
  }
});

it('Where another plugin may change or stop what is sent, no text is shown before that, only progress', () => {
  for (const mode of ['off', 'partial', 'block'] as const)
    expect(previewMode({ streaming: { mode } }, true)).toBe('off');
  expect(previewMode({ streaming: { mode: 'progress' } }, true)).toBe('progress');
});

it.each(['message_sending', 'reply_payload_sending'])('The hook %s of another plugin is noticed', hookName => {
  onTestFinished(resetGlobalHookRunner);
  resetGlobalHookRunner();
  expect(areAnswersChecked()).toBe(false);
  const hook = { pluginId: 'guard', hookName, handler: () => {}, source: 'test' };
  const registry = { hooks: [], typedHooks: [hook], plugins: [{ id: 'guard', status: 'loaded' }] };
  initializeGlobalHookRunner(registry as unknown as Parameters<typeof initializeGlobalHookRunner>[0]);
  expect(areAnswersChecked()).toBe(true);
});
