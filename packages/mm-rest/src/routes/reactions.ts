import type { CallOptions } from '../options.ts';
import { path } from '../path.ts';
import { listAnswer } from '../schemas/lenient.ts';
import { type Reaction, reactionSchema } from '../schemas/reaction.ts';
import { doneSchema } from '../schemas/system.ts';
import type { Send } from '../send.ts';

/** One reaction, by user, post and emoji. */
export interface ReactionKey {
  /** The account's own id; `me` does not work here. */
  user_id: string;
  /** The post. */
  post_id: string;
  /** The emoji's name, such as `thumbsup`: neither with colons nor the character itself. */
  emoji_name: string;
}

/** Reactions to posts. */
export interface ReactionsRoutes {
  /** Reacts; doing it again changes nothing. Old servers accept names of emoji that do not exist. */
  add(reaction: ReactionKey, call?: CallOptions): Promise<Reaction>;
  /** Removes a reaction; removing one that is not there is not an error. */
  remove(reaction: ReactionKey, call?: CallOptions): Promise<void>;
  /** All reactions to a post. */
  list(postId: string, call?: CallOptions): Promise<Reaction[]>;
}

const reactionsSchema = listAnswer(reactionSchema);

export function reactionsRoutes(send: Send): ReactionsRoutes {
  return {
    add: async (reaction, call) =>
      send({ method: 'POST', path: '/reactions', body: reaction, idempotent: true, schema: reactionSchema }, call),
    remove: async ({ user_id, post_id, emoji_name }, call) => {
      const route = path`/users/${user_id}/posts/${post_id}/reactions/${emoji_name}`;
      return send({ method: 'DELETE', path: route, idempotent: true, schema: doneSchema }, call);
    },
    list: async (postId, call) =>
      send({ method: 'GET', path: path`/posts/${postId}/reactions`, schema: reactionsSchema }, call),
  };
}
