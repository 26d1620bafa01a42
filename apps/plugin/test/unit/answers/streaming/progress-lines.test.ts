import { expect, it, vi } from 'vitest';
import type { PreviewMode } from '../../../../src/answers/streaming/mode.ts';
import { createProgressLines } from '../../../../src/answers/streaming/progress-lines.ts';
import type { AccountConfig } from '../../../../src/config/schema.ts';

type Streaming = NonNullable<AccountConfig['streaming']>;

/** The lines of one turn, with settings. */
function open(streaming: Streaming, mode: Exclude<PreviewMode, 'off'> = 'progress') {
  const lines = createProgressLines({ config: { streaming }, mode, seed: 'turn', onChange: () => {} });
  const { callbacks } = lines;
  return {
    lines,
    async tool(name: string, more: object = {}): Promise<void> {
      const item = { itemId: `tool:${name}`, toolCallId: name, kind: 'tool', name, title: name, phase: 'start' };
      await callbacks.onItemEvent?.({ ...item, status: 'running', ...more });
      await callbacks.onToolStart?.({ toolCallId: name, name, phase: 'start' });
    },
  };
}

/** Progress is first shown after a moment of work, or at the second piece of it. */
const shown = (lines: { readonly text: string }, text: RegExp | string) =>
  vi.waitUntil(() => (typeof text === 'string' ? lines.text.includes(text) : text.test(lines.text)), {
    timeout: 60_000,
  });

it('streaming.progress.label, streaming.progress.toolProgress: the title stands above what the tools do', async () => {
  const { lines, tool } = open({ progress: { label: 'At work', toolProgress: true } });
  await tool('read');
  await tool('exec');
  await shown(lines, /^At work[\s\S]*read[\s\S]*exec/i);
});

it('streaming.progress.labels: the title is one of these', async () => {
  const { lines, tool } = open({ progress: { labels: ['Digging'], toolProgress: true } });
  await tool('read');
  await tool('exec');
  await shown(lines, /^Digging/);
});

it('streaming.progress.toolProgress false: only the title is shown', async () => {
  const { lines, tool } = open({ progress: { label: 'At work', toolProgress: false } });
  await tool('read');
  await tool('exec');
  await shown(lines, 'At work');
  expect(lines.text).not.toMatch(/exec/i);
});

it('streaming.progress.maxLines, streaming.progress.maxLineChars: older lines go, and long ones are shortened', async () => {
  const { lines, tool } = open({ progress: { label: false, toolProgress: true, maxLines: 2, maxLineChars: 30 } });
  for (const name of ['one', 'two', 'three']) await tool(name, { meta: 'a long story '.repeat(20) });
  await shown(lines, /three/i);
  const rows = lines.text.split('\n').filter(Boolean);
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row.length).toBeLessThan(60);
});

it('In the modes partial and block, there is no title, and the text before a tool is not repeated', async () => {
  const { lines, tool } = open({ progress: { label: 'At work' } }, 'partial');
  await tool('read');
  await lines.callbacks.onItemEvent?.({ kind: 'preamble', itemId: 'p', phase: 'end', progressText: 'Let me look.' });
  expect(lines.text).toMatch(/read/i);
  expect(lines.text).not.toMatch(/At work|Let me look/);
});

it('The lines of one message are gone when the next begins', async () => {
  const { lines, tool } = open({}, 'partial');
  await tool('read');
  lines.clear();
  expect(lines.text).toBe('');
  await tool('exec');
  expect(lines.text).not.toMatch(/read/i);
});

it('With /verbose on, OpenClaw posts the lines by itself, and the preview does not show them', async () => {
  const { lines, tool } = open({}, 'partial');
  lines.callbacks.onVerboseProgressVisibility?.(() => true);
  await tool('read');
  expect(lines.text).toBe('');
});

it('A plan is shown, and gone when it is cleared', async () => {
  const { lines } = open({}, 'partial');
  const plan = { phase: 'update', title: 'Plan', source: 'openclaw' };
  await lines.callbacks.onPlanUpdate?.({ ...plan, steps: [{ step: 'Look it up', status: 'in_progress' }] });
  expect(lines.text).toContain('Look it up');
  await lines.callbacks.onPlanUpdate?.({ ...plan, steps: [] });
  expect(lines.text).toBe('');
});

it('No line is added once the answer comes', async () => {
  const { lines, tool } = open({}, 'partial');
  lines.end();
  await tool('read');
  expect(lines.text).toBe('');
});
