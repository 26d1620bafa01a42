import { HttpError, type Post, type RestClient } from '@clawmost/mm-rest';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import type { ReadyAnswer } from './answer.ts';
import { bindControls } from './controls/post-controls.ts';
import { uploadedIds } from './media/answer-file.ts';
import { partsOf } from './parts.ts';
import { type PartPoster, type PostingOptions, postPart } from './post-part.ts';
import { AnswerRefusedError, hintOnRefusal, isUnstorable, refusalCode } from './refusal.ts';

/** The account that posts. */
export interface Poster
  extends PartPoster,
    Pick<ReadyAccount, 'maxPostSize' | 'settings' | 'notePosted' | 'noteHint' | 'log'> {
  readonly rest: { readonly posts: Pick<RestClient['posts'], 'create' | 'allBefore' | 'patch'> };
  readonly stores: Pick<ReadyAccount['stores'], 'participation' | 'tickets' | 'controls'>;
}

/** Mattermost puts no more files on one post. */
const mostFiles = 10;

/**
 * Posts an answer, in as many parts as the server's limits ask for, each once. The files are on the last part with a text,
 * and on further posts when they are more than one post can have. Its preview becomes the first part. Resolves to its posts, first part first; a part that a
 * person has deleted meanwhile is not among them.
 *
 * @param posted parts that an earlier attempt has posted
 * @throws AnswerRefusedError when the server refuses a part for good
 * @throws Error when a part could not be posted in time, or it cannot be known whether one was posted
 */
export async function postAnswer(
  poster: Poster,
  answer: ReadyAnswer,
  posted: ReadonlyMap<number, Post> = new Map(),
  options: PostingOptions = {},
): Promise<Post[]> {
  const messages = partsOf(answer, poster);
  const controls = await poster.stores.controls.find(answer.deliveryId);
  const attached = new Set([...posted.values()].flatMap(({ file_ids }) => file_ids));
  const waiting = uploadedIds(answer.files).filter(id => !attached.has(id));
  const posts: Post[] = [];
  let mostOnPost = mostFiles;
  for (let part = 1; part <= messages.length || waiting.length > 0; part += 1) {
    const known = posted.get(part);
    const isForFiles = part >= messages.length && !known;
    const fileIds = isForFiles ? waiting.slice(0, mostOnPost) : [];
    const of = Math.max(messages.length, part) - 1 + Math.max(1, Math.ceil(waiting.length / mostOnPost));
    const shown = part === 1 ? controls : undefined;
    const content = { message: messages[part - 1] ?? '', fileIds, controls: shown };
    try {
      // A preview cannot get files.
      const previewId = part === 1 && fileIds.length === 0 ? options.previewId : undefined;
      const post = known ?? (await postPart(poster, answer, { ...content, part, of }, { ...options, previewId }));
      waiting.splice(0, fileIds.length);
      if (!post) continue;
      posts.push(post);
      if (shown) await bindControls(poster.stores, shown, post);
      if (!known) await noteDropped(poster, answer, post, fileIds);
    } catch (error) {
      if (isTooManyFiles(error) && fileIds.length > 1) {
        // Old servers accept fewer files, and name a number that is not theirs.
        mostOnPost = Math.ceil(fileIds.length / 2);
        part -= 1;
        continue;
      }
      throw refusalOf(error, poster, posts.length);
    }
  }
  for (const { root_id, create_at } of posts) {
    if (root_id) await poster.stores.participation.note(root_id, create_at);
  }
  if (posts.length > 0) poster.notePosted();
  return posts;
}

function refusalOf(error: unknown, poster: Poster, posted: number): unknown {
  const code = refusalCode(error) ?? (isUnstorable(error) ? 'answer-refused' : undefined);
  if (!code) return error;
  const hint = hintOnRefusal(code);
  if (hint) poster.noteHint(hint);
  return new AnswerRefusedError(code, { posted, cause: error as HttpError });
}

function isTooManyFiles(error: unknown): boolean {
  return error instanceof HttpError && error.id === 'model.post.is_valid.file_ids.app_error';
}

/** The server silently leaves out files that are on another post already. We name them in the text of this post. */
async function noteDropped(
  poster: Poster,
  { files = [] }: ReadyAnswer,
  post: Post,
  fileIds: readonly string[],
): Promise<void> {
  const dropped = files.flatMap(file =>
    file.is === 'uploaded' && fileIds.includes(file.id) && !post.file_ids.includes(file.id) ? file.name : [],
  );
  if (dropped.length === 0) return;
  const notes = dropped.map(name => texts.fileNotSent({ name, why: { code: 'refused' } }));
  const message = [post.message, notes.join('\n')].filter(Boolean).join('\n\n');
  const warn = warnOf(poster, `${dropped.join(', ')} did not get onto the post ${post.id}, which does not say so`);
  await poster.rest.posts.patch(post.id, { message }, { signal: poster.signal }).catch(warn);
}
