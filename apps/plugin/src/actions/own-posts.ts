import { partsOf } from '../answers/parts.ts';
import { type ActionCall, postOfCall, requiredText } from './call.ts';

/** Edits a post of the bot. */
export async function edit(call: ActionCall): Promise<object> {
  const { rest, maxPostSize, signal } = call.account;
  const text = requiredText(call, 'message', 'the new text');
  const post = await ownPost(call);
  const [message = '', ...more] = partsOf({ text }, call.account);
  if (more.length > 0) {
    throw new Error(`The new text is longer than one post can be on this server, which is ${maxPostSize} characters.`);
  }
  await rest.posts.patch(post.id, { message }, { signal });
  return { ok: true, messageId: post.id };
}

/** Deletes a post of the bot, together with the replies to it. */
export async function remove(call: ActionCall): Promise<object> {
  const { rest, signal } = call.account;
  const post = await ownPost(call);
  await rest.posts.delete(post.id, { signal });
  return { ok: true, messageId: post.id, deleted: true };
}

/** Some bots have the rights of an administrator; the agent has not. */
async function ownPost(call: ActionCall) {
  const post = await postOfCall(call);
  if (post.user_id !== call.account.bot.id) throw new Error(`The post ${post.id} is not one of the bot's own.`);
  return post;
}
