import {
  type Bot,
  type Channel,
  type Mattermost,
  type Person,
  type Post,
  startMattermost,
} from '@clawmost/mm-testserver';
import type { PlannedMessage } from './plan.ts';
import { seeded } from './random.ts';

/** A message that was written. */
export interface SaidMessage {
  readonly number: number;
  readonly postId: string;
  /** Which of the people wrote it. */
  readonly author: number;
  readonly channelId: string;
  /** The first post of its thread; empty outside threads. */
  readonly rootId: string;
  /** When, on the server's clock. */
  readonly at: number;
  /** The text by which its answer is recognised. */
  readonly text: string;
  /** Whether it is meant for the bot. */
  readonly wanted: boolean;
}

/** A server with people, a bot, and channels that all of them are in. */
export interface World {
  readonly mattermost: Mattermost;
  readonly claw: Bot;
  readonly people: readonly Person[];
  /** The messages of people so far, in the order in which they were written. */
  readonly said: readonly SaidMessage[];
  /** Makes a person write a planned message. */
  say(message: PlannedMessage): Promise<void>;
  /** All posts of the bot. */
  botPosts(): Post[];
}

/** Starts a server and fills it. */
export async function makeWorld(options: { seed: number; people: number; channels: number }): Promise<World> {
  const mattermost = await startMattermost({ random: seeded(options.seed) });
  const team = mattermost.addTeam('acme');
  const claw = team.addBot('claw');
  const people = Array.from({ length: options.people }, (_, index) => team.addPerson(`person${index + 1}`));
  const names = Array.from({ length: options.channels }, (_, index) => `channel-${index + 1}`);
  const channels = team.addChannels(names, { members: [...people, claw] });
  const directs = people.map(person => mattermost.directChannel(person, claw));
  const said: SaidMessage[] = [];

  const placeOf = ({ place, author }: PlannedMessage): Channel | undefined =>
    place === 'direct' ? directs[author] : channels[place];

  return {
    mattermost,
    claw,
    people,
    said,
    async say(message) {
      const channel = placeOf(message);
      const person = people[message.author];
      if (channel === undefined || person === undefined)
        throw new TypeError(`message ${message.number}: the author or the place does not exist`);
      const root = said.find(({ number }) => number === message.thread);
      const text = textOf(message);
      const mention = message.place === 'direct' || !message.wanted ? '' : '@claw ';
      const thread = root && { thread: { id: root.postId, root_id: root.rootId } };
      const post = await person.says(`${mention}${text}`, { in: channel, ...thread });
      said.push({
        ...{
          number: message.number,
          author: message.author,
          postId: post.id,
          channelId: channel.id,
          rootId: post.root_id,
        },
        ...{ at: post.create_at, text, wanted: message.wanted },
      });
    },
    botPosts: () =>
      [...channels, ...directs].flatMap(channel =>
        mattermost.posts(channel).filter(({ user_id }) => user_id === claw.id),
      ),
  };
}

/** Ends with a full stop, so that message 1 is not found in message 10. */
function textOf({ number, wanted }: PlannedMessage): string {
  return `${wanted ? 'message' : 'remark'} number ${number}.`;
}
