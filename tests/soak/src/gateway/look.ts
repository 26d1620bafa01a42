import type { Post } from '@clawmost/mm-testserver';
import { entriesOf } from '../ledger.ts';
import { judge, type StandingAnswer, type Verdict } from '../verdict.ts';
import type { SaidMessage, World } from '../world.ts';
import { type Agent, numbersIn } from './agent.ts';
import { isAboutSessions } from './new-sessions.ts';

/** What the host says after a kill where nobody can tell whether an answer stands: that is an outcome as well. */
const notice = /couldn’t confirm whether my previous reply/;

/** What it says before it goes on; the answer is still to come. */
const promise = /continuing your interrupted request/;

/** What the plugin notes on the posts of an answer. */
interface Marker {
  readonly delivery: string;
  readonly part: number;
  readonly of: number;
}

/** What is read of a post. */
type AnswerPost = Pick<Post, 'id' | 'channel_id' | 'root_id' | 'message' | 'props'>;

/** Holds the plugin's ledger and what the bot wrote against what was said. */
export async function look(stateFile: string, world: World, agent: Agent): Promise<Verdict> {
  const posts = world.botPosts().filter(({ message }) => !isAboutSessions(message) && !promise.test(message));
  const notices = posts.filter(({ message }) => notice.test(message));
  const { answers, stray } = readAnswers(posts.filter(post => !notices.includes(post)));
  const byNumber = new Map(world.said.map(({ number, postId }) => [number, postId]));
  return judge({
    ...{ said: world.said, answers, stray },
    entries: await entriesOf(stateFile, world),
    handOvers: agent.seen.flatMap(number => byNumber.get(number) ?? []),
    conversationOf,
    notices: notices.map(({ channel_id, root_id, create_at }) => ({
      ...{ channelId: channel_id, rootId: root_id, at: create_at },
    })),
  });
}

/** Each thread has a session of its own. */
export function conversationOf({ channelId, rootId }: Pick<SaidMessage, 'channelId' | 'rootId'>): string {
  return `${channelId} ${rootId}`;
}

/** Puts the posts of an answer together; an answer of which a part is missing or there twice is none. */
export function readAnswers(posts: readonly AnswerPost[]): { answers: StandingAnswer[]; stray: string[] } {
  const deliveries = Map.groupBy(posts, post => markerOf(post)?.delivery ?? post.id);
  const answers: StandingAnswer[] = [];
  const stray: string[] = [];
  for (const parts of deliveries.values()) {
    const [first] = parts;
    const numbers = parts.flatMap(({ message }) => numbersIn(message));
    if (first !== undefined && numbers.length > 0 && isWhole(parts)) {
      const texts = numbers.map(number => `message number ${number}.`);
      answers.push({ texts, channelId: first.channel_id, rootId: first.root_id });
    } else stray.push(...parts.map(({ message }) => `“${message.slice(0, 100)}”`));
  }
  return { answers, stray };
}

function isWhole(posts: readonly AnswerPost[]): boolean {
  const markers = posts.flatMap(post => markerOf(post) ?? []);
  const parts = markers.map(({ part }) => part).sort((a, b) => a - b);
  return parts.length === markers[0]?.of && parts.every((part, index) => part === index + 1);
}

function markerOf({ props }: AnswerPost): Marker | undefined {
  return props['clawmost'] as Marker | undefined;
}
