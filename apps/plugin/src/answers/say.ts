import type { Post } from '@clawmost/mm-rest';
import type { Participation } from '../storage/sqlite/participation.ts';
import { type Answer, type Poster, postAnswer } from './post-answer.ts';

/** Posts an answer as the bot of an account; see `postAnswer`. */
export type Say = (answer: Answer, standing?: ReadonlyMap<number, Post>) => Promise<Post[]>;

/** Returns the one way in which an account speaks: what is said in a thread makes the bot a part of it. */
export function createSay(options: {
  readonly poster: Poster;
  readonly participation: Participation;
  readonly onSaid: () => void;
}): Say {
  return async (answer, standing) => {
    const posts = await postAnswer(options.poster, answer, standing);
    for (const { root_id, create_at } of posts) if (root_id) options.participation.note(root_id, create_at);
    if (posts.length > 0) options.onSaid();
    return posts;
  };
}
