import { expect, it } from 'vitest';
import { isHostRefusal } from '../../../src/host/refusal.ts';
import { readHostSources } from '../../support/openclaw.ts';

const byHost = { kind: 'final' };
const byAgent = { kind: 'final', assistantMessageIndex: 1 };

it('The notice in the installed OpenClaw is recognised, with and without a reference', () => {
  const [, notice = ''] =
    /NO_VISIBLE_REPLY_FALLBACK_TEXT = "([^"]+)"/.exec(readHostSources(/^dispatch-from-config/)) ?? [];
  expect(notice).toContain('reply');
  expect(isHostRefusal(notice, byHost)).toBe(true);
  expect(isHostRefusal(`${notice} Reference: 12.`, byHost)).toBe(true);
});

it('The notices in the installed OpenClaw that ask people to try again are recognised', () => {
  const sources = readHostSources(/^(agent-runner\.runtime|get-reply-run-queue)/);
  const notices = [...sources.matchAll(/"(⚠️ (?:Previous run is|Gateway is) [^"]+)"/g)].map(([, notice = '']) => notice);
  expect(new Set(notices).size).toBeGreaterThanOrEqual(2);
  expect(notices.filter(notice => !isHostRefusal(notice, byHost))).toEqual([]);
});

it('The notice is recognised with a typographic apostrophe', () => {
  expect(isHostRefusal('⚠️ OpenClaw couldn’t produce or deliver a reply. Please try again.', byHost)).toBe(true);
});

it('An answer of the agent is not a notice, even when it begins with the same text', () => {
  expect(isHostRefusal("⚠️ OpenClaw couldn't produce or deliver a reply. Please try again.", byAgent)).toBe(false);
});

it.each([
  ['quotes the notice', 'It says: "⚠️ OpenClaw couldn\'t produce or deliver a reply."', 'final'],
  ['is another notice of OpenClaw', 'This message was not queued because the session queue is full.', 'final'],
  ['is the output of a tool', "⚠️ OpenClaw couldn't produce or deliver a reply.", 'tool'],
])('A text that %s is not the notice', (_, text, kind) => {
  expect(isHostRefusal(text, { kind })).toBe(false);
});
