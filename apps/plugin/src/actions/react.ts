import { HttpError } from '@clawmost/mm-rest';
import { emojiName } from '../server/emoji.ts';
import { type ActionCall, postOfCall, textOf } from './call.ts';
import { namesOf } from './people.ts';

/** Adds or removes a reaction of the bot. Without a post, the one that the agent is answering is meant. */
export async function react(call: ActionCall): Promise<object> {
  const { rest, bot, signal } = call.account;
  const post = await postOfCall(call, true);
  const isRemoval = call.params['remove'] === true;
  const text = textOf(call, 'emoji');
  if (text === undefined && !isRemoval) throw new Error('emoji: expected an emoji such as 👍 or thumbsup, got nothing');
  // Without an emoji, all of the bot's own are meant.
  const names = text === undefined ? await ownReactions(call, post.id) : [emojiName(text)];
  for (const emoji_name of names) {
    const reaction = { user_id: bot.id, post_id: post.id, emoji_name };
    if (isRemoval) await rest.reactions.remove(reaction, { signal });
    else await rest.reactions.add(reaction, { signal }).catch(error => explainUnknown(error, emoji_name));
  }
  return { ok: true, messageId: post.id, [isRemoval ? 'removed' : 'added']: names };
}

/** Lists who has reacted to a post, and how. */
export async function reactions(call: ActionCall): Promise<object> {
  const { rest, signal } = call.account;
  const post = await postOfCall(call, true);
  const all = await rest.reactions.list(post.id, { signal });
  const names = await namesOf(
    call.account,
    all.map(({ user_id }) => user_id),
  );
  const byEmoji = Map.groupBy(all, ({ emoji_name }) => emoji_name);
  return {
    ok: true,
    messageId: post.id,
    reactions: [...byEmoji].map(([emoji, by]) => ({
      emoji,
      count: by.length,
      users: by.map(({ user_id: id }) => ({ id, name: names.get(id) })),
    })),
  };
}

async function ownReactions({ account }: ActionCall, postId: string): Promise<string[]> {
  const { rest, bot, signal } = account;
  const all = await rest.reactions.list(postId, { signal });
  return all.filter(({ user_id }) => user_id === bot.id).map(({ emoji_name }) => emoji_name);
}

function explainUnknown(error: unknown, name: string): never {
  const isUnknown = error instanceof HttpError && error.id === 'app.emoji.get_by_name.no_result';
  if (isUnknown) throw new Error(`There is no emoji :${name}: on this Mattermost server.`, { cause: error });
  throw error;
}
