import type { Channel, User } from '@clawmost/mm-rest';
import { postAnswer } from '../answers/post-answer.ts';
import type { Feature } from '../server/feature.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { createApprovalWatch, registerWatch } from './approval-watch.ts';
import { type CodeOutcome, createGiveCode } from './give-code.ts';
import { createHostPairing } from './host-pairing.ts';

/** The pairing of one account. */
export interface AccountPairing extends Feature {
  /** The ids of the approved people. */
  approved(): Promise<readonly string[]>;
  /** Gives the author of a direct message a code; resolves to the code for the decision log. */
  giveCode(facts: { readonly sender: User; readonly channel: Channel }): Promise<string>;
}

const decisionCodes: Record<CodeOutcome, string> = {
  posted: 'pairing-code-posted',
  'already-posted': 'pairing-required',
  'not-delivered': 'pairing-code-not-delivered',
  'too-many': 'pairing-too-many',
};

/** Starts the pairing of an account: it gives codes to strangers, and sends approved people a message. */
export function startPairing(account: ReadyAccount): AccountPairing {
  const { accountId, signal, stores } = account;
  const host = createHostPairing({ channel: account.channelRuntime }, accountId);
  const records = stores.pairing;
  const post = async (channelId: string, text: string, deliveryId: string) =>
    postAnswer(account, { channelId, rootId: undefined, text, deliveryId, answers: [] });
  const giveCode = createGiveCode({ host, records, onError: warnOf(account, 'could not post a pairing code') });
  const watch = createApprovalWatch({
    host,
    records,
    signal,
    postTo: async (id, text, deliveryId) => {
      const { channelId } = await account.targets.open({ kind: 'user', id }, { signal });
      return post(channelId, text, deliveryId);
    },
    onError: warnOf(account, 'could not send a person the message about the approval'),
  });
  registerWatch(accountId, watch);
  return {
    approved: () => host.approved(),
    giveCode: async ({ sender, channel }) => {
      const stranger = { senderId: sender.id, username: sender.username };
      const outcome = await giveCode(stranger, (text, deliveryId) => post(channel.id, text, deliveryId));
      // The account stopped in between: the message is handled again after its next start, and the code is posted then.
      if (outcome === 'not-delivered') signal.throwIfAborted();
      return decisionCodes[outcome];
    },
    stop: () => watch.done,
  };
}
