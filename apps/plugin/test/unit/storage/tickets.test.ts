import { issueChoice } from '@clawmost/mm-hmac-buttons';
import { ticketStoreCases } from '@clawmost/mm-hmac-buttons/ticket-store-suite';
import { describe, expect, it } from 'vitest';
import { implementations } from '../../support/stores.ts';

describe.each(implementations)('The tickets in %s', (_, open) => {
  // How many tickets a store keeps is tested in the library.
  for (const { name, run } of ticketStoreCases.filter(({ isAboutLimits }) => !isAboutLimits)) {
    it(name, () => run(() => open().tickets));
  }

  it('Claims of an earlier process do not count: what was chosen is in the ledger', async () => {
    const { tickets } = open();
    const callbackUrl = 'https://gateway.example.com/clicks';
    const place = { accountId: 'default', channelId: 'ops', callbackUrl };
    const controls = [{ label: 'Yes', value: 'yes' }];
    for (const uses of ['once', 'once-per-person'] as const) {
      const { attachments } = await issueChoice(tickets, { ...place, controls, uses });
      const context = attachments[0]?.actions[0]?.integration.context as { _ticket: string } | undefined;
      const ticket = await tickets.find(context?._ticket ?? '');
      if (!ticket) throw new Error('the ticket is missing');
      const claim = (id: string) => tickets.claim({ id, ticket, userId: 'alice', postId: 'post', at: 0 });
      expect([await claim('first'), await claim('second')]).toEqual([true, false]);
      await tickets.forgetClaims();
      expect(await claim('third')).toBe(true);
    }
  });
});
