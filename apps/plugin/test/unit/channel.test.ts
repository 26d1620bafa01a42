import { expect, it } from 'vitest';
import { mattermostPlugin } from '../../src/channel.ts';
import { withSection } from '../support/config.ts';

const id = 'q9pq1uu3n7rpjp8qjsax8ojjgr';

it.each([
  ['@Alice', '@alice'],
  ['alice', 'alice'],
  [`user:${id}`, id],
  [`mattermost:${id}`, id],
  [`@${id}`, id],
])('P119: OpenClaw shows the entry %j of a list as %j', (entry, shown) => {
  const { formatAllowFrom } = mattermostPlugin.config;
  expect(formatAllowFrom?.({ cfg: withSection({}), allowFrom: [entry] })).toEqual([shown]);
});

it.each([
  ['<thinking>They want a number.</thinking>It is 5.', 'It is 5.'],
  ['⚠️ 🛠️ Exec: failed\nIt is 5.', 'It is 5.'],
  ['[Tool Call: exec (ID: 1)]\nArguments: {"a":1}\nIt is 5.', 'It is 5.'],
  ['Call `exec` with <b>care</b>.', 'Call `exec` with <b>care</b>.'],
])('P180: Of %j people read only what is meant for them', (text, visible) => {
  const sanitize = mattermostPlugin.outbound?.sanitizeText;
  expect(sanitize?.({ text, payload: { text } } as Parameters<NonNullable<typeof sanitize>>[0])).toBe(visible);
});
