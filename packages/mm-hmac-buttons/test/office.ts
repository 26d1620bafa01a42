import {
  type Bot,
  type Channel,
  type Mattermost,
  type MattermostOptions,
  type Person,
  type Post,
  startMattermost,
} from '@clawmost/mm-testserver';
import { onTestFinished } from 'vitest';
import {
  createInteractionReceiver,
  type InteractionEvent,
  type InteractivePost,
  toNodeListener,
} from '../src/index.ts';
import { listen } from './listening.ts';

/** An embedded Mattermost with a bot, and the gateway that receives what people click of the bot's. */
export interface Office {
  readonly mattermost: Mattermost;
  readonly alice: Person;
  readonly claw: Bot;
  /** Alice and claw. */
  readonly ops: Channel;
  /** Where the gateway receives clicks. */
  readonly callbackUrl: string;
  /** What it accepted. */
  readonly events: InteractionEvent[];
  /** What a script that posts with the bot's token finds in its environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Posts in the bot's name. */
  post(props: object): Promise<Post>;
}

const path = '/mattermost/interactions/default';

/** Starts both for as long as the test takes. */
export async function openOffice(options: MattermostOptions = {}): Promise<Office> {
  const mattermost = await startMattermost(options);
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const alice = team.addPerson('alice');
  const claw = team.addBot('claw');
  const ops = team.addChannel('ops', { members: [alice, claw] });
  const events: InteractionEvent[] = [];
  const asClaw = (route: string, init: RequestInit = {}) =>
    fetch(`${mattermost.url}/api/v4${route}`, { ...init, headers: { authorization: `Bearer ${claw.token}` } });

  const receive = createInteractionReceiver({
    accountId: 'default',
    botTokens: [claw.token],
    path,
    async findPost(id) {
      const response = await asClaw(`/posts/${id}`);
      return response.ok ? ((await response.json()) as InteractivePost) : undefined;
    },
    async onClick(event) {
      events.push(event);
      return undefined;
    },
  });
  const callbackUrl = (await listen(toNodeListener(receive))) + path;
  return {
    mattermost,
    alice,
    claw,
    ops,
    callbackUrl,
    events,
    env: {
      ...process.env,
      MATTERMOST_URL: mattermost.url,
      MATTERMOST_BOT_TOKEN: claw.token,
      MATTERMOST_CHANNEL_ID: ops.id,
      CALLBACK_URL: callbackUrl,
    },
    async post(props) {
      const body = JSON.stringify({ channel_id: ops.id, message: 'Choose:', props });
      const response = await asClaw('/posts', { method: 'POST', body });
      if (response.status !== 201) throw new Error(`Mattermost answered ${await response.text()}`);
      return (await response.json()) as Post;
    },
  };
}
