/** Which posts were handed to the host by this process. */
export interface HandedOverHere {
  has(postId: string): boolean;
  add(postId: string): void;
}

// The host loads the modules of a plugin several times in one process, and restarts accounts when settings change.
const key = Symbol.for('clawmost.openclaw-mattermost.handed-over');

/** So many posts are remembered; one that is forgotten is waited for as after a crash. */
const most = 10_000;

/** The posts that this process has handed to the host, whichever run of an account it was. */
export function handedOverHere(): HandedOverHere {
  const holder = globalThis as { [key]?: Set<string> };
  holder[key] ??= new Set();
  const posts = holder[key];
  return {
    has: postId => posts.has(postId),
    add: postId => {
      if (posts.size >= most) posts.clear();
      posts.add(postId);
    },
  };
}
