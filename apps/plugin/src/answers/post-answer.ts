import { setTimeout as sleep } from 'node:timers/promises';
import { HttpError, OutcomeUnknownError, type Post, PostGoneError, type RestClient } from '@clawmost/mm-rest';
import { type DeliverySearch, findDelivery } from './find-delivery.ts';
import { markerProps } from './marker.ts';
import { mayWorkLater, pauseMs } from './retry.ts';
import { splitText } from './split.ts';

/** What is to be said, and where. */
export interface Answer {
  readonly channelId: string;
  /** The root of the thread; absent at channel level. */
  readonly rootId: string | undefined;
  readonly text: string;
  /** Names this delivery; a repetition under the same id says nothing twice. */
  readonly deliveryId: string;
  /** The posts that this answers, as far as they are known. */
  readonly answers: readonly string[];
}

/** With what answers are posted. */
export interface Poster {
  readonly rest: { readonly posts: Pick<RestClient['posts'], 'create' | 'allBefore'> };
  readonly botId: string;
  /** The server's limit of one post, in code points. */
  readonly maxPostSize: number;
  /** How long a part is tried for before the answer is given up, in milliseconds. @default 15 minutes */
  readonly patienceMs?: number;
  /** The pause between two looks for a post of unknown fate, in milliseconds. @default 10_000 */
  readonly secondLookMs?: number;
  readonly signal?: AbortSignal;
}

/** Nobody can say whether a part of an answer was posted, so it is not sent again. */
export class UnresolvedDeliveryError extends Error {
  constructor(part: number, of: number, cause: unknown) {
    super(
      `part ${part} of ${of} of an answer may or may not stand: its creation was not answered, and the channel could ` +
        'not be read. It is not sent again.',
      { cause },
    );
    this.name = 'UnresolvedDeliveryError';
  }
}

/**
 * Posts an answer, in as many parts as the server's limit asks for, each once. Resolves to the posts, first part first;
 * a part that somebody deleted meanwhile is not among them.
 *
 * @param standing parts that stand already, from an earlier attempt that was cut short
 */
export async function postAnswer(
  poster: Poster,
  answer: Answer,
  standing: ReadonlyMap<number, Post> = new Map(),
): Promise<Post[]> {
  const parts = splitText(answer.text, poster.maxPostSize);
  const posts: Post[] = [];
  for (const [index, message] of parts.entries()) {
    const known = standing.get(index + 1);
    const post = known ?? (await postPart(poster, answer, { message, part: index + 1, of: parts.length }));
    if (post) posts.push(post);
  }
  return posts;
}

const defaultPatienceMs = 15 * 60_000;

interface Part {
  readonly message: string;
  readonly part: number;
  readonly of: number;
}

async function postPart(poster: Poster, answer: Answer, part: Part): Promise<Post | undefined> {
  const startedAt = Date.now();
  const { signal, patienceMs = defaultPatienceMs } = poster;
  let rootId = answer.rootId;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await poster.rest.posts.create(newPost(poster, { ...answer, rootId }, part), signal && { signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof PostGoneError) return undefined;
      if (error instanceof OutcomeUnknownError) {
        const found = await lookTwice(poster, answer, part, startedAt, error);
        if (found) return found;
        if (Date.now() - startedAt > patienceMs) throw error;
      } else if (rootId !== undefined && isRootGone(error)) {
        rootId = undefined;
        continue;
      } else if (!mayWorkLater(error) || Date.now() - startedAt > patienceMs) throw error;
      await sleep(pauseMs(attempt), undefined, { signal });
    }
  }
}

function newPost(poster: Poster, answer: Answer, { message, part, of }: Part) {
  const { deliveryId: delivery, answers } = answer;
  return {
    channel_id: answer.channelId,
    message,
    pending_post_id: `${poster.botId}:${delivery}:${part}`,
    props: markerProps({ delivery, answers, part, of, state: 'final' }),
    ...(answer.rootId && { root_id: answer.rootId }),
  };
}

/** The thread was deleted while the agent worked: the answer is better off in the channel than nowhere. */
function isRootGone(error: unknown): boolean {
  return error instanceof HttpError && error.id === 'api.post.create_post.root_id.app_error';
}

/** A post that the server is still writing is not there at the first look. */
async function lookTwice(
  poster: Poster,
  answer: Answer,
  { part, of }: Part,
  sinceMs: number,
  cause: Error,
): Promise<Post | undefined> {
  const { botId, signal, secondLookMs = 10_000 } = poster;
  const search = { botId, channelId: answer.channelId, deliveryId: answer.deliveryId, sinceMs };
  try {
    const first = (await look(poster, search)).get(part);
    if (first) return first;
    await sleep(secondLookMs, undefined, { signal });
    return (await look(poster, search)).get(part);
  } catch (error) {
    signal?.throwIfAborted();
    throw new UnresolvedDeliveryError(part, of, mayWorkLater(error) ? cause : error);
  }
}

/** A server whose answer was lost because it went down can be read again when it is back. */
async function look(poster: Poster, search: DeliverySearch): Promise<Map<number, Post>> {
  const { rest, signal, patienceMs = defaultPatienceMs } = poster;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await findDelivery(rest, search, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!mayWorkLater(error) || Date.now() - search.sinceMs >= patienceMs) throw error;
      await sleep(pauseMs(attempt), undefined, { signal });
    }
  }
}
