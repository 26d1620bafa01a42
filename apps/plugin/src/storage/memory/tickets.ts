import { createMemoryStore } from '@clawmost/mm-hmac-buttons';
import type { Tickets } from '../tickets.ts';

/** Keeps tickets in memory. */
export function memoryTickets(): Tickets {
  const claimed = new Map<string, Parameters<Tickets['claim']>[0]>();
  const store = createMemoryStore();
  return {
    ...store,
    async claim(claim) {
      const isClaimed = await store.claim(claim);
      if (isClaimed) claimed.set(claim.id, claim);
      return isClaimed;
    },
    async forgetClaims() {
      for (const claim of claimed.values()) await store.release(claim);
      claimed.clear();
    },
  };
}
