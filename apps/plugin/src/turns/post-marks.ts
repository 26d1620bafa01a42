import { runningAccount, whenRunning } from '../answers/running-accounts.ts';
import { emojiName } from '../server/emoji.ts';
import { isPostKey } from '../server/post-key.ts';
import { warnOf } from '../server/ready-account.ts';

/** A reaction of the bot on a post, which shows the state of the post's turn. */
export interface PostMark {
  /** Takes the reaction off, also when it is just being put on. */
  remove(): void;
}

const noMark: PostMark = { remove() {} };

/**
 * Puts a reaction on a post, in the background. A post that is gone, and a server that refuses reactions, are no reason not
 * to answer.
 *
 * @param emoji a name, with or without colons, or the character
 */
export function markPost(accountId: string, key: string, emoji: string): PostMark {
  const account = runningAccount(accountId);
  if (!account || !isPostKey(key) || emoji.trim() === '') return noMark;
  const warn = warnOf(account, `a reaction on post ${key} could not be changed`);
  const reactionOf = (userId: string) => ({ user_id: userId, post_id: key, emoji_name: emojiName(emoji) });
  const added = (async () => account.rest.reactions.add(reactionOf(account.bot.id), { signal: account.signal }))();
  added.catch(warn);
  const remove = async (): Promise<void> => {
    await added.catch(() => {});
    // The account may have been restarted meanwhile.
    const { bot, rest, signal } = await whenRunning(accountId);
    await rest.reactions.remove(reactionOf(bot.id), { signal });
  };
  return { remove: () => void remove().catch(warn) };
}
