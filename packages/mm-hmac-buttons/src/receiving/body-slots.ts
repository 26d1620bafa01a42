/** Limits how many bodies are read at the same time. */
export interface BodySlots {
  /** Whether there is a slot for another body from this address. If so, `free` must follow. */
  take(address: string): boolean;
  free(address: string): void;
}

// Bounds the memory when senders have many addresses.
const maxAddresses = 16;

/**
 * Gives each address `perAddress` slots, so that an address whose bodies never arrive cannot block the others. All
 * addresses together get 16 times as many.
 */
export function createBodySlots(perAddress: number): BodySlots {
  const taken = new Map<string, number>();
  let total = 0;
  return {
    take(address) {
      const own = taken.get(address) ?? 0;
      if (own >= perAddress || total >= perAddress * maxAddresses) return false;
      taken.set(address, own + 1);
      total += 1;
      return true;
    },
    free(address) {
      const own = (taken.get(address) ?? 0) - 1;
      if (own > 0) taken.set(address, own);
      else taken.delete(address);
      total -= 1;
    },
  };
}
