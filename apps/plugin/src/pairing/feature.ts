import type { Channel, User } from '@clawmost/mm-rest';
import { postAnswer } from '../answers/post-answer.ts';
import type { Feature } from '../server/feature.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { channelOfTarget } from '../server/target.ts';
import { type ChallengeOutcome, createPairingChallenge } from './challenge.ts';
import { createHostPairingStore } from './store.ts';
import { createPairingWatch } from './watch.ts';
import { registerWatch } from './watches.ts';

/** Lets strangers in, one by one. */
export interface AccountPairing extends Feature {
  /** The ids of the people who have been approved. */
  approved(): Promise<readonly string[]>;
  /** Gives the writer of a direct message a code; resolves to the code under which that is noted. */
  challenge(facts: { readonly sender: User; readonly channel: Channel }): Promise<string>;
}

const codes: Record<ChallengeOutcome, string> = {
  posted: 'pairing-code-posted',
  waiting: 'pairing-required',
  'not-delivered': 'pairing-code-not-delivered',
  'too-many': 'pairing-too-many',
};

/** Begins to give codes to strangers, and to tell them when they have been approved. */
export function startPairing(account: ReadyAccount): AccountPairing {
  const { accountId, signal, stores } = account;
  const store = createHostPairingStore({ channel: account.channelRuntime }, accountId);
  const records = stores.pairing;
  const post = async (channelId: string, text: string, deliveryId: string) =>
    postAnswer(account, { channelId, rootId: undefined, text, deliveryId, answers: [] });
  const onError = warnOf(account, 'a pairing code could not be posted');
  const pairing = createPairingChallenge({ store, records, onError });
  const watch = createPairingWatch({
    store,
    records,
    signal,
    sendTo: async (senderId, text, deliveryId) =>
      post(await channelOfTarget(account, `user:${senderId}`, signal), text, deliveryId),
    onError: warnOf(account, 'a person could not be told of the approval'),
  });
  registerWatch(accountId, watch);
  return {
    approved: () => store.approved(),
    challenge: async ({ sender, channel }) => {
      const stranger = { senderId: sender.id, username: sender.username };
      return codes[await pairing.challenge(stranger, (text, deliveryId) => post(channel.id, text, deliveryId))];
    },
    stop: () => watch.done,
  };
}
