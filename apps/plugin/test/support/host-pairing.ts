import type { HostPairing } from '../../src/pairing/host-pairing.ts';

/** OpenClaw's pairing in memory: one code for a person, and no more than three people who wait. */
export interface MemoryHostPairing extends HostPairing {
  approve(senderId: string): void;
  /** Forgets a request, as OpenClaw does after an hour, or when an administrator has refused it. */
  forget(senderId: string): void;
}

/** Makes a pairing that keeps requests and approvals in memory. */
export function createMemoryHostPairing(): MemoryHostPairing {
  const waiting = new Map<string, string>();
  const approved = new Set<string>();
  return {
    async requestCode({ senderId }, post) {
      if (waiting.has(senderId) || waiting.size >= 3) return { isNew: false, isPosted: false };
      waiting.set(senderId, `CODE-${senderId}`);
      return post(`code CODE-${senderId}`).then(
        () => ({ isNew: true, isPosted: true }),
        () => ({ isNew: true, isPosted: false }),
      );
    },
    async repeatCode({ senderId }) {
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
