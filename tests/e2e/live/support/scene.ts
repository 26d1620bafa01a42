import { createRestClient, type Post, type RestClient } from '@clawmost/mm-rest';
import { type Account, type Seed, seed } from '@clawmost/tests-live/support/seed';
import { openServer, type ServerUnderTest } from '@clawmost/tests-live/support/server';
import { expect, vi } from 'vitest';
import { timeLimit } from '../../test/support/time-limit.ts';

/** A Mattermost, real or embedded, with a team, a person and a bot. */
export interface Scene {
  readonly server: ServerUnderTest;
  readonly seeded: Seed;
  /** Writes a post as an account. */
  says(who: Account, message: string, where: Where): Promise<Post>;
  /** The direct channel of two accounts. */
  directChannel(one: Account, other: Account): Promise<string>;
  /** The posts of a bot in the channel of a post, after this post and oldest first. */
  answersAfter(post: Post, bot: Account): Promise<Post[]>;
  /** Waits until a bot has written at least so many posts in the channel of a post, after it; resolves to them. */
  seesAnswers(post: Post, bot: Account, count?: number): Promise<Post[]>;
  close(): Promise<void>;
}

interface Where {
  readonly in: string;
  readonly thread?: Post;
}

/** Prepares the server that the environment names, else an embedded one. */
export async function openScene(): Promise<Scene> {
  const server = await openServer();
  const seeded = await seed(server);
  const as = ({ token }: Account): RestClient => createRestClient({ baseUrl: server.url, token });

  async function answersAfter({ id, channel_id }: Post, bot: Account): Promise<Post[]> {
    const found: Post[] = [];
    for await (const post of as(bot).posts.allAfter(channel_id, id)) if (post.user_id === bot.id) found.push(post);
    return found;
  }

  return {
    ...{ server, seeded, answersAfter },
    says: (who, message, where) =>
      as(who).posts.create({
        ...{ channel_id: where.in, message },
        ...(where.thread && { root_id: where.thread.root_id || where.thread.id }),
      }),
    async directChannel(one, other) {
      return (await as(one).channels.getDirect(one.id, other.id)).id;
    },
    async seesAnswers(post, bot, count = 1) {
      await vi.waitFor(async () => expect((await answersAfter(post, bot)).length).toBeGreaterThanOrEqual(count), {
        ...timeLimit,
        interval: 250,
      });
      return await answersAfter(post, bot);
    },
    async close() {
      if (server.real) await seeded.remove();
      await server.close();
    },
  };
}
