import type { InboxPost } from '@clawmost/mm-inbox';
import { findMentions } from '@clawmost/mm-policy';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { PostHandler } from './handle-post.ts';

/** A mention that is older than this is not what led to the invitation. */
const longestAgoMs = 10 * 60_000;

/** How many posts before the invitation are read. */
const mostPosts = 60;

/**
 * Has the mention answered that led to an invitation: a person mentions the bot where it is not a member, Mattermost offers
 * to add it, and they accept. Nothing else from before counts, and only an invitation that is seen as it happens.
 */
export function withMentionBeforeJoin(account: ReadyAccount, handler: PostHandler): PostHandler {
  const { bot, stores } = account;
  return {
    accept: async (post, how) => (isInvitation(post, bot.id) ? true : handler.accept(post, how)),
    async handle(post, turn) {
      if (!isInvitation(post, bot.id)) return handler.handle(post, turn);
      const mention = await mentionBefore(account, post);
      const isKnown = mention && (await stores.ledger.find([mention.id])).has(mention.id);
      if (!mention || isKnown) return { outcome: 'silent', code: 'system-post' };
      const outcome = await handler.handle(mention, turn);
      const { id: key, create_at: at, edit_at: editedAt, channel_id: channelId, root_id: rootId } = mention;
      const place = { kind: 'post', conversation: channelId, channelId, rootId };
      // An edit, or another invitation, must not have it answered again.
      await stores.ledger.append({
        entries: [{ key, at, editedAt, ...place, payload: {}, silent: 'answered-at-join' }],
      });
      return outcome;
    },
  };
}

function isInvitation({ type, props }: InboxPost, botId: string): boolean {
  return type === 'system_add_to_channel' && props['addedUserId'] === botId;
}

/** The last post before an invitation in which the same person mentions the bot. */
async function mentionBefore(
  { rest, lookUp, bot, signal }: ReadyAccount,
  invitation: InboxPost,
): Promise<InboxPost | undefined> {
  const { username } = await lookUp.users.get(bot.id);
  const page = { perPage: mostPosts, skipFetchThreads: true };
  const { order, posts } = await rest.posts.before(invitation.channel_id, invitation.id, page, { signal });
  return order
    .flatMap(id => posts[id] ?? [])
    .filter(({ user_id, type }) => user_id === invitation.user_id && !type.startsWith('system_'))
    .filter(({ create_at, delete_at }) => delete_at === 0 && create_at >= invitation.create_at - longestAgoMs)
    .sort((one, other) => other.create_at - one.create_at)
    .find(({ message }) => findMentions(message, [username]).length > 0);
}
