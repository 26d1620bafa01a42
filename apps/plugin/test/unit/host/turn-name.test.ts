import { expect, it } from 'vitest';
import { turnName } from '../../../src/host/transcript.ts';
import { importInternal } from '../../support/openclaw.ts';

type BuildTurnId = (turn: { provider: string; accountId: string; conversationId: string; messageId: string }) => string;

const buildTurnId = await importInternal<BuildTurnId>('buildChannelSourceTurnId', /^source-turn-id-/);

it.each([
  { accountId: 'default', to: 'channel:mwuwoja5qbypdfrzii3zbp9jey', messageId: 'q9pq1uu3n7rpjp8qjsax8ojjgr' },
  { accountId: 'ops', to: 'user:mwuwoja5qbypdfrzii3zbp9jey', messageId: 'q9pq1uu3n7rpjp8qjsax8ojjgr~2' },
])('The name of a turn is the one that the installed OpenClaw computes: %o', address => {
  const { accountId, to, messageId } = address;
  expect(turnName(address)).toBe(buildTurnId({ provider: 'mattermost', accountId, conversationId: to, messageId }));
});
