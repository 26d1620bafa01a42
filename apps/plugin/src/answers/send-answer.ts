import type { Post } from '@clawmost/mm-rest';
import { processShared } from '../host/process-shared.ts';
import type { Answer } from './answer.ts';
import { findDelivery } from './find-posted.ts';
import { uploadFiles } from './media/upload-files.ts';
import { postAnswer } from './post-answer.ts';
import { isAnswerRefused } from './refusal.ts';
import { whenRunning } from './running-accounts.ts';
import { removePreview } from './streaming/remove-preview.ts';

/** The answers that are being posted, by account and delivery: a restart of the account must not post one twice at the same time. */
const sending = processShared('sending-answers', () => new Map<string, Promise<Post[]>>());

/**
 * Posts an answer of a turn; its preview, if it has one under the same delivery id, becomes the answer. Its text and its
 * files are on disk before the first request and until all parts are posted, so that a crash in between loses nothing. When
 * the account is restarted meanwhile, its successor posts what is missing.
 *
 * @param begunAt when an earlier process began to post it, in milliseconds since 1970: some parts may be posted already
 * @throws AnswerRefusedError when the server refuses the answer for good; its text is forgotten
 * @throws Error when it could not be posted in time, or the account does not run any more; the text stays on disk
 */
export function sendAnswer(accountId: string, answer: Answer, begunAt?: number): Promise<Post[]> {
  const key = `${accountId} ${answer.deliveryId}`;
  const known = sending.get(key) ?? send(accountId, answer, begunAt).finally(() => sending.delete(key));
  sending.set(key, known);
  return known;
}

async function send(accountId: string, answer: Answer, begunAt: number | undefined): Promise<Post[]> {
  const startedAt = begunAt ?? Date.now();
  let { files = [] } = answer;
  for (let isFirst = begunAt === undefined; ; isFirst = false) {
    const account = await whenRunning(accountId);
    const { pendingAnswers, previews } = account.stores;
    const preview = await previews.find(answer.deliveryId);
    try {
      await pendingAnswers.addAnswer({ ...answer, files, createdAt: startedAt });
      const { channelId, deliveryId } = answer;
      const posted = isFirst ? undefined : await findDelivery(account, { channelId, deliveryId, startedAt });
      const ready = await uploadFiles(account, channelId, files);
      if (ready.some((file, index) => file !== files[index])) await pendingAnswers.noteFiles(deliveryId, ready);
      files = ready;
      const posts = await postAnswer(account, { ...answer, files: ready }, posted, { previewId: preview?.postId });
      // An answer that is another post than its preview: the preview goes.
      if (preview && posts[0]?.id !== preview.postId) removePreview(account, preview);
      else await previews.forget(deliveryId);
      await pendingAnswers.markPosted(deliveryId);
      return posts;
    } catch (error) {
      if (isAnswerRefused(error)) await pendingAnswers.dropAnswer(answer.deliveryId);
      if (isAnswerRefused(error) && preview) removePreview(account, preview);
      if (!account.signal.aborted || isAnswerRefused(error)) throw error;
    }
  }
}
