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
  /**
   * Waits until the texts of a bot's posts after a post are these, and resolves to the posts. An answer that is still being
   * written has another text.
   */
  seesAnswers(post: Post, bot: Account, texts: readonly unknown[]): Promise<Post[]>;
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
    async seesAnswers(post, bot, texts) {
      let answers: Post[] = [];
      const look = async (): Promise<void> => {
        answers = await answersAfter(post, bot);
        expect(answers.map(({ message }) => message)).toEqual(texts);
      };
      await vi.waitFor(look, { ...timeLimit, interval: 250 });
      return answers;
    },
    async close() {
      if (server.real) await seeded.remove();
      await server.close();
    },
  };
}
