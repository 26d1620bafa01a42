import type { PairingRecords } from '../storage/pairing-records.ts';
import type { PairingStore, Stranger } from './store.ts';

/** What came of an attempt to give a person a code. */
export type ChallengeOutcome =
  /** The code was posted. */
  | 'posted'
  /** It had been posted before; nothing was said. */
  | 'waiting'
  /** It could not be posted; it will be at the next message. */
  | 'not-delivered'
  /** Too many people are waiting already, so there is no code. */
  | 'too-many';

/** Posts a text to the person. `deliveryId` is the same when the same text is posted again. */
export type SendDirect = (text: string, deliveryId: string) => Promise<unknown>;

/** Gives strangers a code, each of them once. */
export interface PairingChallenge {
  /** Gives a person a code, unless they have one; again where it could not be posted before. */
  challenge(stranger: Stranger, sendDirect: SendDirect): Promise<ChallengeOutcome>;
}

/** Returns what gives strangers their codes. */
export function createPairingChallenge(options: {
  readonly store: PairingStore;
  readonly records: PairingRecords;
  readonly now?: () => number;
  readonly onError?: (error: unknown) => void;
}): PairingChallenge {
  const { store, records, now = Date.now, onError = () => {} } = options;
  const running = new Map<string, Promise<unknown>>();

  async function challenge(stranger: Stranger, sendDirect: SendDirect): Promise<ChallengeOutcome> {
    const { senderId } = stranger;
    const before = await records.get(senderId);
    const askedAt = now();
    async function post(text: string, at: number): Promise<void> {
      await records.put({ senderId, askedAt: at, phase: 'asking' });
      try {
        await sendDirect(text, deliveryId('code', senderId, at));
      } catch (error) {
        onError(error);
        throw error;
      }
      await records.put({ senderId, askedAt: at, phase: 'asked' });
    }

    const { created, posted } = await store.ask(stranger, text => post(text, askedAt));
    if (created) return posted ? 'posted' : 'not-delivered';
    if (before && before.phase !== 'asking') return 'waiting';
    // Not posted yet; or nothing is known of it here, because another version of the plugin asked.
    const text = await store.textAgain(stranger);
    if (text === undefined) return 'too-many';
    return post(text, before?.askedAt ?? askedAt).then(
      () => 'posted',
      () => 'not-delivered',
    );
  }

  return {
    // One after the other for each person: two messages at once must not bring two codes.
    async challenge(stranger, sendDirect) {
      const { senderId } = stranger;
      const previous = running.get(senderId) ?? Promise.resolve();
      const mine = previous.catch(() => {}).then(() => challenge(stranger, sendDirect));
      running.set(senderId, mine);
      try {
        return await mine;
      } finally {
        if (running.get(senderId) === mine) running.delete(senderId);
      }
    },
  };
}

/** Names one of the two posts of a pairing; the same for as long as it is the same pairing. */
export function deliveryId(what: 'code' | 'approved', senderId: string, askedAt: number): string {
  return `pairing-${what}-${senderId}-${askedAt}`;
}
