import { setTimeout as sleep } from 'node:timers/promises';
import { HttpError, type Post } from '@clawmost/mm-rest';
import { type ReadyAccount, warnOf } from '../../server/ready-account.ts';
import type { Preview } from '../../storage/previews.ts';
import { clockSkewMs } from '../find-posted.ts';
import { readMarker } from '../marker.ts';
import { canWorkLater, pauseMs } from '../retry.ts';

type Account = Pick<ReadyAccount, 'bot' | 'rest' | 'signal' | 'log'> & {
  readonly stores: Pick<ReadyAccount['stores'], 'previews'>;
};

/** Between two looks for a post that may still be written. */
const secondLookMs = 10_000;

/**
 * Deletes a preview that did not become an answer, in the background, for as long as the account runs. What is left then
 * is deleted after the next start of the account.
 */
export function removePreview(account: Account, preview: Preview): void {
  remove(account, preview).catch(warnOf(account, 'a preview of an answer could not be deleted'));
}

async function remove(account: Account, preview: Preview): Promise<void> {
  const { rest, stores, signal } = account;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const post = await findPreview(account, preview);
      if (post) await rest.posts.delete(post.id, { signal });
      break;
    } catch (error) {
      signal.throwIfAborted();
      if (isGone(error)) break;
      if (!canWorkLater(error)) throw error;
      await sleep(pauseMs(attempt), undefined, { signal, ref: false });
    }
  }
  await stores.previews.forget(preview.deliveryId);
}

/** The post of a preview; `undefined` when it has become an answer, or is not there. */
async function findPreview(account: Account, preview: Preview): Promise<Post | undefined> {
  const { rest, bot, signal } = account;
  if (preview.postId !== undefined) {
    const post = await rest.posts.get(preview.postId, { signal });
    return readMarker(post, bot.id)?.state === 'preview' ? post : undefined;
  }
  const first = await look(account, preview);
  if (first) return first;
  await sleep(secondLookMs, undefined, { signal, ref: false });
  return look(account, preview);
}

/** Looks for a preview whose creation the server has not confirmed. */
async function look({ rest, bot, signal }: Account, preview: Preview): Promise<Post | undefined> {
  for await (const post of rest.posts.allBefore(preview.channelId, undefined, { signal })) {
    if (post.create_at < preview.createdAt - clockSkewMs) return undefined;
    const marker = readMarker(post, bot.id);
    if (marker?.delivery === preview.deliveryId && marker.state === 'preview') return post;
  }
  return undefined;
}

function isGone(error: unknown): boolean {
  return error instanceof HttpError && error.id !== undefined && [403, 404].includes(error.status);
}
