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
} from '../../src/index.ts';
import { listen } from './listen.ts';

/** An embedded Mattermost with a bot, and a gateway that receives clicks on the bot's posts. */
export interface MattermostAndGateway {
  readonly mattermost: Mattermost;
  readonly alice: Person;
  readonly claw: Bot;
  /** Its members are alice and claw. */
  readonly ops: Channel;
  /** The address at which the gateway receives clicks. */
  readonly callbackUrl: string;
  /** The accepted events. */
  readonly events: InteractionEvent[];
  /** The environment of a script that posts with the bot's token. */
  readonly env: NodeJS.ProcessEnv;
  /** Posts a message as the bot. */
  post(props: object): Promise<Post>;
}

const path = '/mattermost/interactions/default';

/** Starts both until the test ends. */
export async function startMattermostAndGateway(options: MattermostOptions = {}): Promise<MattermostAndGateway> {
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
