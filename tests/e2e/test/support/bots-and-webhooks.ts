import type { Bot, Channel, Mattermost, Person, Post } from '@clawmost/mm-testserver';
import { expect } from 'vitest';

/** Posts as another bot, over REST as bots do. */
export async function botSays(server: Mattermost, bot: Bot, message: string, channel: Channel): Promise<Post> {
  const answer = await call(`${server.url}/api/v4/posts`, { channel_id: channel.id, message }, bot.token);
  return (await answer.json()) as Post;
}

/** An incoming webhook of the server. */
export interface Webhook {
  /** Posts a text; resolves to the post. */
  says(message: string): Promise<Post>;
}

/** Creates an incoming webhook for a channel; its posts carry the user id of its maker. */
export async function makeWebhook(
  server: Mattermost,
  maker: Person,
  channel: Channel,
  title: string,
): Promise<Webhook> {
  const hook = { channel_id: channel.id, display_name: title };
  const made = (await (await call(`${server.url}/api/v4/hooks/incoming`, hook, maker.token)).json()) as { id: string };
  return {
    async says(message) {
      await call(`${server.url}/hooks/${made.id}`, { text: message });
      const post = server.posts(channel).find(each => each.message === message);
      if (!post) throw new Error(`The webhook's post is not in ~${channel.name}.`);
      return post;
    },
  };
}

async function call(url: string, body: object, token?: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.status, await response.clone().text()).toBeLessThan(300);
  return response;
}
