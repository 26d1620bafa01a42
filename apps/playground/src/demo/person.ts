import { setTimeout as sleep } from 'node:timers/promises';
import { createRestClient, type Post, type RestClient, type User } from '@clawmost/mm-rest';
import { createSocket } from '@clawmost/mm-ws';

/** A conversation in Mattermost: a channel or direct channel, or a thread in it. */
export interface Place {
  readonly label: string;
  readonly channelId: string;
  readonly rootId?: string;
}

/** What a person sees of a post. */
export type SeenPost = Pick<Post, 'id' | 'user_id' | 'channel_id' | 'root_id' | 'message'>;

/** What the event stream shows to a person. */
export type Sighting =
  | { readonly what: 'typing'; readonly channelId: string; readonly rootId: string; readonly userId: string }
  | { readonly what: 'post'; readonly post: SeenPost };

/** A person with an account, who writes over REST and reads over a socket of their own. */
export interface Person {
  readonly user: User;
  readonly rest: RestClient;
  say(place: Place, message: string): Promise<Post>;
  /** Calls back for the posts and the typing of others in the channels of this person. */
  watch(see: (sighting: Sighting) => void): void;
  /** Resolves with the next post of an author in a place. Call it before `say`, so that no answer is missed. */
  nextPost(place: Place, authorId: string, timeoutMs: number): Promise<SeenPost>;
  leave(): Promise<void>;
}

/** Signs a person in to a server. */
export async function signIn(baseUrl: string, token: string): Promise<Person> {
  const rest = createRestClient({ baseUrl, token });
  const user = await rest.users.me();
  const socket = createSocket({ baseUrl, token });
  const watchers = new Set<(sighting: Sighting) => void>();
  const notify = (sighting: Sighting) => {
    for (const see of watchers) see(sighting);
  };
  socket.on('posted', ({ data }) => {
    if (data.post.user_id !== user.id) notify({ what: 'post', post: data.post });
  });
  socket.on('typing', ({ data, broadcast }) => {
    notify({ what: 'typing', channelId: broadcast.channel_id, rootId: data.parent_id, userId: data.user_id });
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('ready', () => resolve());
    socket.once('stopped', ({ error }) => reject(error ?? new Error('The socket was stopped.')));
    socket.start();
  });

  return {
    user,
    rest,
    say: (place, message) =>
      rest.posts.create({
        channel_id: place.channelId,
        message,
        ...(place.rootId && { root_id: place.rootId }),
      }),
    watch: see => void watchers.add(see),
    async nextPost(place, authorId, timeoutMs) {
      const { promise, resolve } = Promise.withResolvers<SeenPost>();
      const see = (sighting: Sighting) => {
        if (sighting.what !== 'post' || sighting.post.user_id !== authorId) return;
        const { post } = sighting;
        if (post.channel_id === place.channelId && post.root_id === (place.rootId ?? '')) resolve(post);
      };
      watchers.add(see);
      const late = new AbortController();
      try {
        return await Promise.race([
          promise,
          sleep(timeoutMs, undefined, { signal: late.signal }).then(() => {
            throw new Error(`No answer was seen in ${place.label} within ${timeoutMs / 1000} s.`);
          }),
        ]);
      } finally {
        late.abort();
        watchers.delete(see);
      }
    },
    leave: () => socket.stop(),
  };
}
