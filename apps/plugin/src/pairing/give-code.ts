import type { PairingRecords } from '../storage/pairing-records.ts';
import type { HostPairing, Stranger } from './host-pairing.ts';

/** What came of giving a person a code. */
export type CodeOutcome =
  /** The code was posted now. */
  | 'posted'
  /** The code was posted before; nothing was posted now. */
  | 'already-posted'
  /** The code could not be posted. The person's next message tries again. */
  | 'not-delivered'
  /** OpenClaw made no code, because too many people wait for an approval. */
  | 'too-many';

/** Posts a text to a person. The same text is posted again under the same `deliveryId`. */
export type PostToPerson = (text: string, deliveryId: string) => Promise<unknown>;

/** Gives a person a code, once; a second time only when the first post failed. */
export type GiveCode = (stranger: Stranger, postToPerson: PostToPerson) => Promise<CodeOutcome>;

/** Returns the function that gives strangers their codes. OpenClaw makes the code and its text; see `host-pairing.ts`. */
export function createGiveCode(options: {
  readonly host: HostPairing;
  readonly records: PairingRecords;
  readonly now?: () => number;
  readonly onError?: (error: unknown) => void;
}): GiveCode {
  const { host, records, now = Date.now, onError = () => {} } = options;
  const running = new Map<string, Promise<unknown>>();

  async function giveCode(stranger: Stranger, postToPerson: PostToPerson): Promise<CodeOutcome> {
    const { senderId } = stranger;
    const before = await records.get(senderId);
    const startedAt = now();
    async function post(text: string, requestedAt: number): Promise<void> {
      await records.put({ senderId, requestedAt, phase: 'posting-code' });
      try {
        await postToPerson(text, deliveryIdOf('code', senderId, requestedAt));
      } catch (error) {
        onError(error);
        throw error;
      }
      await records.put({ senderId, requestedAt, phase: 'code-posted' });
    }

    const { isNew, isPosted } = await host.requestCode(stranger, text => post(text, startedAt));
    if (isNew) return isPosted ? 'posted' : 'not-delivered';
    if (before && before.phase !== 'posting-code') return 'already-posted';
    // The post failed; or there is no record, because the official plugin requested the code.
    const text = await host.repeatCode(stranger);
    if (text === undefined) return 'too-many';
    return post(text, before?.requestedAt ?? startedAt).then(
      () => 'posted',
      () => 'not-delivered',
    );
  }

  // One at a time for each person: two messages at once must not bring two codes.
  return async (stranger, postToPerson) => {
    const { senderId } = stranger;
    const previous = running.get(senderId) ?? Promise.resolve();
    const mine = previous.catch(() => {}).then(() => giveCode(stranger, postToPerson));
    running.set(senderId, mine);
    try {
      return await mine;
    } finally {
      if (running.get(senderId) === mine) running.delete(senderId);
    }
  };
}

/** Names one of the two posts of a pairing. It stays the same for the whole pairing, so that neither appears twice. */
export function deliveryIdOf(what: 'code' | 'approved', senderId: string, requestedAt: number): string {
  return `pairing-${what}-${senderId}-${requestedAt}`;
}
