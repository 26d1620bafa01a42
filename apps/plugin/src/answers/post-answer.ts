import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpError, OutcomeUnknownError, type Post, PostGoneError, type RestClient } from '@clawmost/mm-rest';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { MessageControls } from '../storage/controls.ts';
import type { Answer } from './answer.ts';
import { bindControls } from './controls/post-controls.ts';
import { findDelivery } from './find-posted.ts';
import { markerProps } from './marker.ts';
import { partsOf } from './parts.ts';
import { AnswerRefusedError, hintOnRefusal, isNotEditable, isUnstorable, refusalCode } from './refusal.ts';
import { canWorkLater, pauseMs } from './retry.ts';

/** The account that posts. */
export interface Poster
  extends Pick<ReadyAccount, 'bot' | 'maxPostSize' | 'settings' | 'signal' | 'notePosted' | 'noteHint'> {
  readonly rest: { readonly posts: Pick<RestClient['posts'], 'create' | 'patch' | 'allBefore'> };
  readonly stores: Pick<ReadyAccount['stores'], 'participation' | 'tickets' | 'controls'>;
}

/** How to post; times are in milliseconds. */
export interface PostingOptions {
  /** How long one part is tried for before the answer is given up. @default 15 minutes */
  readonly patienceMs?: number;
  /** Between two looks for a post that may still be written. @default 10_000 */
  readonly secondLookMs?: number;
  /** The post that has shown the answer so far. It becomes the first part, if it can still be edited. */
  readonly previewId?: string | undefined;
}

const usualTimes = { patienceMs: 15 * 60_000, secondLookMs: 10_000 };

/**
 * Posts an answer, in as many parts as the server's limit asks for, each once. Its preview becomes the first part. Resolves to its posts, first part first;
 * a part that a person has deleted meanwhile is not among them.
 *
 * @param posted parts that an earlier attempt has posted
 * @throws AnswerRefusedError when the server refuses a part for good
 * @throws Error when a part could not be posted in time, or it cannot be known whether one was posted
 */
export async function postAnswer(
  poster: Poster,
  answer: Answer,
  posted: ReadonlyMap<number, Post> = new Map(),
  options: PostingOptions = {},
): Promise<Post[]> {
  const parts = partsOf(answer, poster);
  const controls = await poster.stores.controls.find(answer.deliveryId);
  const posts: Post[] = [];
  for (const [index, message] of parts.entries()) {
    const known = posted.get(index + 1);
    const shown = index === 0 ? controls : undefined;
    const previewId = index === 0 ? options.previewId : undefined;
    const part = { message, part: index + 1, of: parts.length, controls: shown, previewId };
    try {
      const post = known ?? (await postPart(poster, answer, part, { ...usualTimes, ...options }));
      if (post) posts.push(post);
      if (post && shown) await bindControls(poster.stores, shown, post);
    } catch (error) {
      const code = refusalCode(error) ?? (isUnstorable(error) ? 'answer-refused' : undefined);
      if (!code) throw error;
      const hint = hintOnRefusal(code);
      if (hint) poster.noteHint(hint);
      throw new AnswerRefusedError(code, { posted: posts.length, cause: error as HttpError });
    }
  }
  for (const { root_id, create_at } of posts) {
    if (root_id) await poster.stores.participation.note(root_id, create_at);
  }
  if (posts.length > 0) poster.notePosted();
  return posts;
}

interface Part {
  readonly message: string;
  readonly part: number;
  readonly of: number;
  /** The buttons and menus on it. */
  readonly controls: MessageControls | undefined;
  /** The post that has shown it so far. */
  readonly previewId: string | undefined;
}

type Times = Required<Omit<PostingOptions, 'previewId'>>;

async function postPart(poster: Poster, answer: Answer, part: Part, times: Times): Promise<Post | undefined> {
  const { signal } = poster;
  let { previewId } = part;
  // `startedAt` is compared with the server's clock. `begun` measures a time, also when this machine's clock is set.
  const started = { startedAt: Date.now(), begun: performance.now() };
  let isDoubtful = false;
  for (let attempt = 0; ; attempt += 1) {
    const isLate = performance.now() - started.begun > times.patienceMs;
    try {
      const { message, props, ...place } = newPost(poster, answer, part);
      if (previewId) return await poster.rest.posts.patch(previewId, { message, props }, { signal });
      return await poster.rest.posts.create({ ...place, message, props }, { signal });
    } catch (error) {
      signal.throwIfAborted();
      if (previewId && isNotEditable(error)) {
        previewId = undefined;
        continue;
      }
      if (error instanceof PostGoneError) return undefined;
      if (error instanceof OutcomeUnknownError) {
        const found = await lookTwice(poster, answer, part, started, error, times);
        if (found) return found;
        if (isLate) throw error;
      } else if (isLate || !canWorkLater(error)) {
        throw error;
      } else if (isUnstorable(error)) {
        if (isDoubtful && (await canRead(poster, answer))) throw error;
        isDoubtful = true;
      }
      await sleep(pauseMs(attempt), undefined, { signal });
    }
  }
}

function newPost({ bot }: Poster, answer: Answer, { message, part, of, controls }: Part) {
  const { deliveryId: delivery, answers } = answer;
  return {
    channel_id: answer.channelId,
    message,
    pending_post_id: `${bot.id}:${delivery}:${part}`,
    props: {
      ...markerProps({ delivery, answers, part, of, state: 'final' }),
      ...(controls && { attachments: controls.attachments }),
    },
    ...(answer.rootId && { root_id: answer.rootId }),
  };
}

/** A post that the server is still writing is not there at the first look. */
async function lookTwice(
  poster: Poster,
  answer: Answer,
  { part, of }: Part,
  started: { readonly startedAt: number; readonly begun: number },
  cause: Error,
  times: Times,
): Promise<Post | undefined> {
  const delivery = { channelId: answer.channelId, deliveryId: answer.deliveryId, ...started };
  try {
    const first = (await look(poster, delivery, times)).get(part);
    if (first) return first;
    await sleep(times.secondLookMs, undefined, { signal: poster.signal });
    return (await look(poster, delivery, times)).get(part);
  } catch (error) {
    poster.signal.throwIfAborted();
    throw new Error(
      `could not confirm that part ${part} of ${of} was posted: the server did not reply and the channel could not be ` +
        'read. Not retried, to avoid a duplicate.',
      { cause: canWorkLater(error) ? cause : error },
    );
  }
}

/** Whether the server's database works, so that a text which it did not store is to blame. */
async function canRead(poster: Poster, { channelId, deliveryId }: Answer): Promise<boolean> {
  try {
    await findDelivery(poster, { channelId, deliveryId, startedAt: Date.now() }, poster.signal);
    return true;
  } catch {
    poster.signal.throwIfAborted();
    return false;
  }
}

/** A server that went down before it replied can be read again when it is back. */
async function look(
  poster: Poster,
  delivery: Parameters<typeof findDelivery>[1] & { readonly begun: number },
  { patienceMs }: Times,
): Promise<ReadonlyMap<number, Post>> {
  const { signal } = poster;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await findDelivery(poster, delivery, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!canWorkLater(error) || performance.now() - delivery.begun >= patienceMs) throw error;
      await sleep(pauseMs(attempt), undefined, { signal });
    }
  }
}
