import type { ReadyAccount } from '../server/ready-account.ts';
import { type ChoiceOfPosts, readPost } from './history/choose-posts.ts';
import { type HistoryOptions, readAuthors } from './history/history.ts';

/** A pinned post, as the agent gets it. */
export interface Pin {
  readonly from: string;
  readonly text: string;
}

/** Limits of what the agent gets with every message. */
const mostPins = 20;
const mostCharacters = 8_000;

/** Reads the pinned posts of a channel that people wrote who may talk to the bot, and the bot itself, oldest first. */
export async function readPins(
  account: HistoryOptions['account'] & Pick<ReadyAccount, 'lookUp'>,
  channelId: string,
  choice: Pick<ChoiceOfPosts, 'isAllowed' | 'settings'>,
): Promise<readonly Pin[]> {
  const posts = await account.lookUp.pins.get(channelId);
  const authors = await readAuthors(account, posts);
  const read = posts
    .flatMap(post => readPost(post, { bot: account.bot, authors, isNewSession: true, ...choice }) ?? [])
    .filter(({ isAllowed }) => isAllowed)
    .slice(-mostPins);
  const pins: Pin[] = [];
  let left = mostCharacters;
  // The newest ones have room first.
  for (const { sender, body } of read.reverse()) {
    if (left <= 0) break;
    pins.unshift({ from: sender, text: body.slice(0, left) });
    left -= body.length;
  }
  return pins;
}
