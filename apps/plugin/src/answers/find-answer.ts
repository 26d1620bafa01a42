import { HttpError, type Post, type RestClient } from '@clawmost/mm-rest';
import { answersIn, isHeard, type Said } from '../host/transcript.ts';
import { readMarker } from './marker.ts';

/** What it takes to look for the answer to a post. */
export interface AnswerSearch {
  readonly rest: { readonly posts: Pick<RestClient['posts'], 'allAfter' | 'get'> };
  readonly botId: string;
  readonly post: Pick<Post, 'id' | 'channel_id' | 'create_at'>;
  /** The root of the thread in which the answer belongs; absent at channel level. */
  readonly rootId: string | undefined;
  /** What was said in the session of the post, oldest first. */
  readonly said: readonly Said[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether an answer to a post stands, in whole or in part: the bot's posts say what they answer, as far as OpenClaw says
 * it; of a resumed or queued turn it does not, or names one post of several, and then the words tell.
 *
 * After a crash this is what counts. The host knows a turn again only as long as it is not over, and would have the post
 * answered a second time; of an answer that stands in part it sends the rest by itself.
 *
 * @throws the client's errors: a server that cannot be asked has not said no
 */
export async function answerStands(search: AnswerSearch): Promise<boolean> {
  const { rest, botId, post, rootId = '', said, signal } = search;
  const options = signal && { signal };
  const spoken = answersIn(said, post.create_at);
  const later = new Map<string, number>();
  const writtenAt = async (id: string) =>
    later.get(id) ?? (await rest.posts.get(id, options).catch(nothingIfGone))?.create_at;
  for await (const found of rest.posts.allAfter(post.channel_id, post.id, options)) {
    later.set(found.id, found.create_at);
    const marker = readMarker(found, botId);
    if (marker?.answers.includes(post.id)) return true;
    const words = found.root_id === rootId ? spoken.filter(({ text }) => isAnswerIn(found.message, text)) : [];
    if (marker === undefined || words.length === 0) continue;
    const named = await Promise.all(marker.answers.map(writtenAt));
    if (words.some(answer => named.every(time => isNotTheirs(said, time, answer)))) return true;
  }
  return false;
}

/** Whether what was said to one post was not said to another as well, by itself: the same words may be two answers. */
function isNotTheirs(said: readonly Said[], writtenAt: number | undefined, answer: Said): boolean {
  if (writtenAt === undefined || !isHeard(said, writtenAt)) return false;
  const theirs = answersIn(said, writtenAt).filter(({ text }) => text === answer.text);
  return theirs.length === 0 || theirs.includes(answer);
}

/** So much of a long answer, which is several posts, tells it from others. */
const telling = 200;

/** Words shorter than this are in other answers by chance. */
const leastTelling = 20;

/** Whether a post is an answer or begins it, or has it among other words, as when a resumed turn is told what was not sent. */
export function isAnswerIn(message: string, text: string): boolean {
  const [posted, spoken] = [message, text].map(words => words.replaceAll(/\s+/g, ' ').trim()) as [string, string];
  const beginning = spoken.slice(0, telling);
  return spoken.length < leastTelling ? posted === spoken : posted.includes(beginning);
}

function nothingIfGone(error: unknown): undefined {
  if (error instanceof HttpError && (error.status === 403 || error.status === 404)) return undefined;
  throw error;
}
