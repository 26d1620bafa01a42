import type { Post } from '@clawmost/mm-rest';
import { type ActionCall, placeOfCall, requiredText, textOf } from './call.ts';
import { describePosts } from './describe-posts.ts';
import { limitOf } from './read.ts';

/** Searches the posts of one channel; for an operator who names none, those of all channels of the bot. */
export async function search(call: ActionCall): Promise<object> {
  const query = requiredText(call, 'query', 'the words to look for');
  const limit = limitOf(call);
  const { lookUp } = call.account;
  const hasChannel = textOf(call, 'to', 'target', 'channelId') !== undefined;
  const channelId = hasChannel ? (await placeOfCall(call)).channelId : undefined;
  const channel = channelId === undefined ? undefined : await lookUp.channels.get(channelId);
  // The server knows no such word for direct channels.
  const place = channel && channel.team_id !== '' ? ` in:${channel.name}` : '';
  const found = new Map<string, Post>();
  for (const teamId of await teamsOf(call, channel?.team_id)) {
    const { rest, signal } = call.account;
    const list = await rest.posts.search(teamId, { terms: query + place }, { signal });
    for (const id of list.order) {
      const post = list.posts[id];
      // Also because a name of a channel can be a part of the query.
      if (post && (channelId === undefined || post.channel_id === channelId)) found.set(id, post);
    }
  }
  const posts = [...found.values()].sort((one, other) => other.create_at - one.create_at);
  const messages = await describePosts(call.account, posts.slice(0, limit));
  return { ok: true, ...(channelId && { channelId }), messages, hasMore: posts.length > limit };
}

async function teamsOf({ account }: ActionCall, teamId: string | undefined): Promise<readonly string[]> {
  if (teamId) return [teamId];
  const { rest, signal } = account;
  return (await rest.teams.mine({ signal })).map(({ id }) => id);
}
