import { describe, expect, it } from 'vitest';
import { mattermostPlugin } from '../../../src/channel.ts';
import { at } from '../../support/sections.ts';

const [alice, bob] = ['q9pq1uu3n7rpjp8qjsax8ojjgr', 'mwuwoja5qbypdfrzii3zbp9jey'];

function may(senderId: string, section: object): boolean | undefined {
  return mattermostPlugin.approvalCapability?.authorizeActorAction?.({
    cfg: at(section),
    accountId: 'default',
    senderId,
    action: 'approve',
    approvalKind: 'exec',
  }).authorized;
}

describe('/approve', () => {
  it('is for those whose ids are in allowFrom, however they are written', () => {
    for (const entry of [alice, `user:${alice}`, `mattermost:${alice}`]) {
      expect(may(alice, { allowFrom: [entry, '*'], groupAllowFrom: [bob] })).toBe(true);
      expect(may(bob, { allowFrom: [entry, '*'], groupAllowFrom: [bob] })).toBe(false);
    }
  });

  it('goes by the list of the account', () => {
    expect(may(bob, { allowFrom: [alice], accounts: { default: { allowFrom: [bob] } } })).toBe(true);
    expect(may(alice, { allowFrom: [alice], accounts: { default: { allowFrom: [bob] } } })).toBe(false);
  });

  it('is not for a webhook or a name on the list', () => {
    expect(may('webhook:Builds', { allowFrom: [alice, 'webhook:Builds'] })).toBe(false);
    expect(may('alice', { allowFrom: [bob, '@alice'], dangerouslyAllowNameMatching: true })).toBe(false);
  });

  it('is left to OpenClaw where nobody is listed by id', () => {
    expect(may(bob, { allowFrom: ['*'] })).toBe(true);
    expect(may(bob, {})).toBe(true);
  });
});
