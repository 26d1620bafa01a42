import type { PairingStore } from '../../src/pairing/store.ts';

/** Stands in for the host's store: one code each, no more than three people waiting. */
export interface Host extends PairingStore {
  approve(senderId: string): void;
  /** As after an hour, or when an administrator turned the request down. */
  forget(senderId: string): void;
}

/** Keeps requests and approvals in memory, as the host does in its database. */
export function createHost(): Host {
  const waiting = new Map<string, string>();
  const approved = new Set<string>();
  return {
    async ask({ senderId }, post) {
      if (waiting.has(senderId) || waiting.size >= 3) return { created: false, posted: false };
      waiting.set(senderId, `CODE-${senderId}`);
      return post(`code CODE-${senderId}`).then(
        () => ({ created: true, posted: true }),
        () => ({ created: true, posted: false }),
      );
    },
    async textAgain({ senderId }) {
      const code = waiting.get(senderId);
      return code && `code ${code}`;
    },
    approved: async () => [...approved],
    approve(senderId) {
      waiting.delete(senderId);
      approved.add(senderId);
    },
    forget: senderId => void waiting.delete(senderId),
  };
}
