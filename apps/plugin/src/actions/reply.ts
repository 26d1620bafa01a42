import type { Post } from '@clawmost/mm-rest';
import { admitFiles } from '../answers/media/admit-files.ts';
import { FilesNotSentError, fileName, type MemoryFile } from '../answers/media/answer-file.ts';
import { uploadFiles } from '../answers/media/upload-files.ts';
import { postAnswer } from '../answers/post-answer.ts';
import { deliveryIdOf } from '../answers/send-text.ts';
import type { ReadyFile } from '../storage/pending-files.ts';
import { texts } from '../texts.ts';
import { type ActionCall, type ActionPlace, placeOfCall, requiredText, textOf } from './call.ts';
import { insistOnAccess } from './may-write.ts';

/** Replies in the thread of a post, or in a thread that is named by any of its posts. */
export async function reply(call: ActionCall): Promise<object> {
  const text = requiredText(call, 'message', 'the text of the reply');
  const named = textOf(call, 'messageId', 'threadId') ?? call.currentPostId;
  if (named === undefined) throw new Error('messageId: expected the id of the post to reply to, got nothing');
  const place = await placeOfCall(call);
  return post(call, { ...place, rootId: await rootOf(call, place, named) }, text, []);
}

/** Uploads a file and posts it. OpenClaw has read it, or names its path. */
export async function upload(call: ActionCall): Promise<object> {
  const place = await placeOfCall(call);
  await insistOnAccess(call, place.channelId);
  const thread = textOf(call, 'threadId', 'replyTo');
  const rootId = thread === undefined ? place.rootId : await rootOf(call, place, thread);
  const files = await uploadFiles(call.account, place.channelId, await filesOf(call));
  const unsent = files.filter(file => file.is === 'unsent');
  if (unsent.length > 0) throw new FilesNotSentError(unsent, texts.fileNotSent);
  return post(call, { ...place, rootId }, textOf(call, 'caption', 'message') ?? '', files);
}

async function filesOf(call: ActionCall): Promise<(MemoryFile | Awaited<ReturnType<typeof admitFiles>>[number])[]> {
  const buffer = textOf(call, 'buffer');
  const name = textOf(call, 'filename', 'title');
  if (buffer !== undefined) {
    const content = new Uint8Array(Buffer.from(buffer.replace(/^data:[^,]*,/, ''), 'base64'));
    return [{ is: 'memory', name: fileName(name ?? 'file'), content }];
  }
  const source = textOf(call, 'media', 'path', 'filePath', 'fileUrl', 'mediaUrl');
  if (source === undefined) throw new Error('filePath: expected the file to upload, got nothing');
  const attachments = name === undefined ? [] : [{ name }];
  return admitFiles({ mediaUrls: [source], attachments }, call.media);
}

async function rootOf({ account }: ActionCall, { channelId }: ActionPlace, named: string): Promise<string> {
  const post = await account.rest.posts.get(named, { signal: account.signal });
  if (post.channel_id === channelId) return post.root_id || post.id;
  throw new Error(`The post ${named} is not in the channel ${channelId}, which the target names.`);
}

async function post(call: ActionCall, place: ActionPlace, text: string, files: readonly ReadyFile[]): Promise<object> {
  await insistOnAccess(call, place.channelId);
  const deliveryId = deliveryIdOf({ key: textOf(call, 'idempotencyKey') });
  const posts: Post[] = await postAnswer(call.account, { ...place, text, files, deliveryId, answers: [] });
  const { channelId, rootId: threadId } = place;
  return { ok: true, messageId: posts[0]?.id, messageIds: posts.map(({ id }) => id), channelId, threadId };
}
