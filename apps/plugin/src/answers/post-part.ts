import { setTimeout as sleep } from 'node:timers/promises';
import { OutcomeUnknownError, type Post, PostGoneError, type RestClient } from '@clawmost/mm-rest';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { MessageControls } from '../storage/controls.ts';
import type { Answer } from './answer.ts';
import { findDelivery } from './find-posted.ts';
import { markerProps } from './marker.ts';
import { isNotEditable, isUnstorable } from './refusal.ts';
import { canWorkLater, pauseMs } from './retry.ts';

/** The account that posts. */
export interface PartPoster extends Pick<ReadyAccount, 'bot' | 'signal'> {
  readonly rest: { readonly posts: Pick<RestClient['posts'], 'create' | 'patch' | 'allBefore'> };
}

/** How to post; times are in milliseconds. */
export interface PostingOptions {
  /** How long one part is tried for before the answer is given up. @default 15 minutes */
  readonly patienceMs?: number;
  /** Between two looks for a post that may still be written. @default 10_000 */
  readonly secondLookMs?: number;
  /** The post that has shown the text so far. It becomes the first part, unless the server does not let us edit it. */
  readonly previewId?: string | undefined;
}

type Times = Required<Omit<PostingOptions, 'previewId'>>;

const usualTimes = { patienceMs: 15 * 60_000, secondLookMs: 10_000 };

/** One post of an answer. */
export interface Part {
  readonly message: string;
  readonly fileIds: readonly string[];
  /** Which one, from 1. */
  readonly part: number;
  /** How many there are. */
  readonly of: number;
  /** The buttons and menus on it. */
  readonly controls: MessageControls | undefined;
}

/**
 * Posts one part of an answer, once. Resolves to `undefined` when it was posted and a person has deleted it meanwhile.
 *
 * @throws HttpError when the server refuses it
 * @throws Error when it could not be posted in time, or it cannot be known whether it was
 */
export async function postPart(
  poster: PartPoster,
  answer: Answer,
  part: Part,
  options: PostingOptions = {},
): Promise<Post | undefined> {
  const { signal } = poster;
  const times = { ...usualTimes, ...options };
  let { previewId } = options;
  // `startedAt` is compared with the server's clock. `begun` measures a time, also when this machine's clock is set.
  const started = { startedAt: Date.now(), begun: performance.now() };
  let isDoubtful = false;
  for (let attempt = 0; ; attempt += 1) {
    const isLate = performance.now() - started.begun > times.patienceMs;
    try {
      const post = newPost(poster, answer, part);
      const { message, props } = post;
      if (previewId) return await poster.rest.posts.patch(previewId, { message, props }, { signal });
      return await poster.rest.posts.create(post, { signal });
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

function newPost({ bot }: PartPoster, answer: Answer, { message, fileIds, part, of, controls }: Part) {
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
    ...(fileIds.length > 0 && { file_ids: fileIds }),
  };
}

/** A post that the server is still writing is not there at the first look. */
async function lookTwice(
  poster: PartPoster,
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
async function canRead(poster: PartPoster, { channelId, deliveryId }: Answer): Promise<boolean> {
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
  poster: PartPoster,
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
