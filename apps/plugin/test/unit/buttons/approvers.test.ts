import { expect, it } from 'vitest';
import { mattermostPlugin } from '../../../src/channel.ts';
import { withSection } from '../../support/config.ts';

const [alice, bob] = ['q9pq1uu3n7rpjp8qjsax8ojjgr', 'mwuwoja5qbypdfrzii3zbp9jey'];

function mayApprove(senderId: string, section: object): boolean | undefined {
  return mattermostPlugin.approvalCapability?.authorizeActorAction?.({
    ...{ cfg: withSection(section), accountId: 'default', senderId, action: 'approve', approvalKind: 'exec' },
  }).authorized;
}

it.each([alice, `user:${alice}`, `mattermost:${alice}`])(
  '/approve is for the people whose ids are in allowFrom: %s',
  entry => {
    expect(mayApprove(alice, { allowFrom: [entry, '*'], groupAllowFrom: [bob] })).toBe(true);
    expect(mayApprove(bob, { allowFrom: [entry, '*'], groupAllowFrom: [bob] })).toBe(false);
  },
);

it('/approve uses the list of the account', () => {
  const section = { allowFrom: [alice], accounts: { default: { allowFrom: [bob] } } };
  expect([mayApprove(alice, section), mayApprove(bob, section)]).toEqual([false, true]);
});

it('/approve is not for a webhook or a username on the list', () => {
  expect(mayApprove('webhook:Builds', { allowFrom: [alice, 'webhook:Builds'] })).toBe(false);
  expect(mayApprove('alice', { allowFrom: [bob, '@alice'], dangerouslyAllowNameMatching: true })).toBe(false);
});

it('/approve is left to OpenClaw’s own rules when the list has no id', () => {
  expect(mayApprove(bob, { allowFrom: ['*'] })).toBe(true);
  expect(mayApprove(bob, {})).toBe(true);
});
