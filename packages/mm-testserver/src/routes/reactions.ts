import { insist, mayAtPost } from '../world/permissions.ts';
import { addReaction, reactionsTo, removeReaction } from '../world/reactions.ts';
import { type Answer, type Call, idParam, ok, userParam } from './call.ts';
import { fieldsOf, listOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of reactions. */
export const reactionRoutes: readonly Route[] = [
  { method: 'POST', path: '/reactions', handle: add },
  { method: 'POST', path: '/posts/ids/reactions', handle: byPosts },
  { method: 'GET', path: '/posts/:post_id/reactions', handle: list },
  { method: 'DELETE', path: '/users/:user_id/posts/:post_id/reactions/:emoji_name', handle: remove },
];

function add({ world, userId, body }: Call): Answer {
  const input = fieldsOf(body, 'reaction', { user_id: 'string', post_id: 'string', emoji_name: 'string' });
  const { user_id = '', post_id = '', emoji_name = '' } = input;
  return { body: addReaction(world, userId, { user_id, post_id, emoji_name }) };
}

function list(call: Call): Answer {
  const { world, userId } = call;
  const postId = idParam(call, 'post_id');
  insist(mayAtPost(world, userId, postId, 'read_channel'));
  const reactions = reactionsTo(world, postId);
  return { body: reactions.length === 0 && world.traits.nullWithoutReactions ? null : reactions };
}

/** The reactions by post id; a post without reactions has an empty list. */
function byPosts(call: Call): Answer {
  const { world, userId } = call;
  const ids = listOf(call, 'post_ids');
  for (const id of ids) insist(mayAtPost(world, userId, id, 'read_channel'));
  return { body: Object.fromEntries(ids.map(id => [id, reactionsTo(world, id)])) };
}

function remove(call: Call): Answer {
  const user_id = userParam(call);
  const post_id = idParam(call, 'post_id');
  const emoji_name = call.params['emoji_name'] ?? '';
  removeReaction(call.world, call.userId, { user_id, post_id, emoji_name });
  return ok;
}
