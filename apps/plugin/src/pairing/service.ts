import type { IdentifiedAccount } from '../account/start.ts';
import type { Say } from '../answers/say.ts';
import type { InboundFacts } from '../messages/facts.ts';
import { type ChallengeOutcome, createPairingChallenge } from './challenge.ts';
import { createHostPairingStore } from './store.ts';
import { createPairingWatch } from './watch.ts';
import { registerWatch } from './watches.ts';

/** Lets strangers in, one by one. */
export interface AccountPairing {
  /** The ids of those who have been approved. */
  approved(): Promise<readonly string[]>;
  /** Gives the writer of a direct message a code; resolves to what is noted as the reason of the silence. */
  challenge(facts: InboundFacts): Promise<string>;
  /** Resolves when the watch for approvals has ended. */
  readonly done: Promise<void>;
}

const codes: Record<ChallengeOutcome, string> = {
  posted: 'pairing-code-posted',
  waiting: 'pairing-required',
  'not-delivered': 'pairing-code-not-delivered',
  'too-many': 'pairing-too-many',
};

/** Begins to give codes to strangers, and to tell them when they have been approved. */
export function startPairing(options: {
  readonly ctx: IdentifiedAccount['ctx'];
  readonly channelRuntime: IdentifiedAccount['channelRuntime'];
  /** Ends the watch for approvals. */
  readonly signal: AbortSignal;
  readonly state: Pick<IdentifiedAccount['state'], 'pairing'>;
  readonly say: Say;
  readonly channelOf: (target: string, signal?: AbortSignal) => Promise<string>;
  readonly warn: (what: string) => (error: unknown) => void;
}): AccountPairing {
  const { ctx, signal, say, channelOf, warn } = options;
  const { accountId } = ctx;
  const store = createHostPairingStore({ channel: options.channelRuntime }, accountId);
  const records = options.state.pairing;
  const post = async (channelId: string, text: string, deliveryId: string) =>
    say({ channelId, rootId: undefined, text, deliveryId, answers: [] });
  const pairing = createPairingChallenge({ store, records, onError: warn('a pairing code could not be posted') });
  const watch = createPairingWatch({
    store,
    records,
    signal,
    sendTo: async (senderId, text, deliveryId) => post(await channelOf(`user:${senderId}`, signal), text, deliveryId),
    onError: warn('somebody who was approved could not be told'),
  });
  registerWatch(accountId, watch);
  return {
    approved: () => store.approved(),
    challenge: async ({ sender, channel }) => {
      const stranger = { senderId: sender.id, username: sender.username };
      return codes[await pairing.challenge(stranger, (text, deliveryId) => post(channel.id, text, deliveryId))];
    },
    done: watch.done,
  };
}
