import { describe, expect, it } from 'vitest';
import { openOffice } from '../support/office.ts';

it('A registered command that a person types reaches the handler, and the answer reaches the person', async () => {
  const { registry, acme, alice, ops, events } = await openOffice();
  await registry.reconcile([acme.id]);
  await alice.runs('/oc_think high', { in: ops });
  expect(events).toMatchObject([
    { trigger: 'oc_think', text: 'high', userId: alice.id, userName: 'alice', channelId: ops.id, teamId: acme.id },
  ]);
  await alice.seesEphemeral({ matching: /Processing/ });
});
