import type { Post } from '@clawmost/mm-testserver';
import { entriesOf } from '../ledger.ts';
import { judge, type PostedAnswer, type Verdict } from '../verdict.ts';
import type { SaidMessage, World } from '../world.ts';
import { type Agent, numbersIn } from './agent.ts';

/** The marker that the plugin writes into the props of its answers. */
interface Marker {
  readonly delivery: string;
  readonly part: number;
  readonly of: number;
  readonly state: 'preview' | 'kept' | 'final';
}

/** The fields of a post that matter here. */
type AnswerPost = Pick<Post, 'id' | 'channel_id' | 'root_id' | 'message' | 'props'>;

/** Compares the messages of people with the plugin's ledger and with the posts of the bot. */
export async function readVerdict(stateFile: string, world: World, agent: Agent): Promise<Verdict> {
  const { answers, stray } = readAnswers(world.botPosts());
  const byNumber = new Map(world.said.map(({ number, postId }) => [number, postId]));
  return judge({
    ...{ said: world.said, answers, stray },
    entries: await entriesOf(stateFile, world),
    dispatches: agent.seen.flatMap(number => byNumber.get(number) ?? []),
    conversationOf,
    canJoin: true,
  });
}

/** Each thread has a session of its own. */
export function conversationOf({ channelId, rootId }: Pick<SaidMessage, 'channelId' | 'rootId'>): string {
  return `${channelId} ${rootId}`;
}

/** Joins the posts of each answer; with a part missing or doubled they do not count as an answer. */
export function readAnswers(posts: readonly AnswerPost[]): { answers: PostedAnswer[]; stray: string[] } {
  const deliveries = Map.groupBy(posts, post => markerOf(post)?.delivery ?? post.id);
  const answers: PostedAnswer[] = [];
  const stray: string[] = [];
  for (const parts of deliveries.values()) {
    const [first] = parts;
    const numbers = parts.flatMap(({ message }) => numbersIn(message));
    if (first !== undefined && numbers.length > 0 && isComplete(parts)) {
      const texts = numbers.map(number => `message number ${number}.`);
      answers.push({ texts, channelId: first.channel_id, rootId: first.root_id });
    } else stray.push(...parts.map(({ message }) => `“${message.slice(0, 100)}”`));
  }
  return { answers, stray };
}

function isComplete(posts: readonly AnswerPost[]): boolean {
  const markers = posts.flatMap(post => markerOf(post) ?? []);
  const parts = markers.map(({ part }) => part).sort((a, b) => a - b);
  const isWhole = parts.length === markers[0]?.of && parts.every((part, index) => part === index + 1);
  return isWhole && markers.every(({ state }) => state === 'final');
}

function markerOf({ props }: AnswerPost): Marker | undefined {
  return props['clawmost'] as Marker | undefined;
}
