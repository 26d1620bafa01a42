import { startButtons } from '../buttons/feature.ts';
import { startCommands } from '../commands/feature.ts';
import { startMessages } from '../messages/feature.ts';
import { startReactions } from '../messages/reactions.ts';
import { startPairing } from '../pairing/feature.ts';
import type { AnswerRequest } from '../recovery/recover.ts';
import type { Feature } from '../server/feature.ts';
import type { ReadyAccount } from '../server/ready-account.ts';

/** Starts every feature of an account. For a new feature, make a folder and add a line here. */
export function startFeatures(account: ReadyAccount, answer: AnswerRequest): Feature[] {
  const pairing = startPairing(account);
  return [
    pairing,
    startMessages(account, answer, pairing),
    startReactions(account, pairing),
    startCommands(account, answer, pairing),
    startButtons(account, answer, pairing),
  ];
}
