import { AppError } from '../errors.ts';
import { isShownInline, servedTypeOf } from '../world/file-types.ts';
import { fileById, fileJson, filesOf, hasPreview, type StoredFile } from '../world/files.ts';
import { insist, mayAtPost, mayInChannel } from '../world/permissions.ts';
import { postById } from '../world/posts.ts';
import { type Answer, type Call, idParam } from './call.ts';
import { upload } from './file-upload.ts';
import type { Route } from './router.ts';

/** The routes of files. */
export const fileRoutes: readonly Route[] = [
  { method: 'POST', path: '/files', takesFiles: true, handle: upload },
  { method: 'GET', path: '/files/:file_id', handle: content },
  { method: 'GET', path: '/files/:file_id/info', handle: info },
  { method: 'GET', path: '/files/:file_id/preview', handle: call => picture(call, 'preview') },
  { method: 'GET', path: '/files/:file_id/thumbnail', handle: call => picture(call, 'thumbnail') },
  { method: 'GET', path: '/files/:file_id/link', handle: link },
  { method: 'GET', path: '/posts/:post_id/files/info', handle: ofPost },
];

/** A file that is not attached to a post: only its uploader can read it, or on newer servers each member of the channel. */
function readableFile(call: Call): StoredFile {
  const { world, userId } = call;
  const file = fileById(world, idParam(call, 'file_id'));
  const isLoose = file.post_id === '' && world.traits.channelReadsLooseFiles;
  const mayRead = isLoose
    ? mayInChannel(world, userId, file.channel_id, 'read_channel')
    : mayAtPost(world, userId, file.post_id, 'read_channel');
  insist(file.user_id === userId || mayRead);
  return file;
}

function info(call: Call): Answer {
  const headers = { 'Cache-Control': 'max-age=2592000, private' };
  return { body: fileJson(call.world, readableFile(call)), headers };
}

function ofPost(call: Call): Answer {
  const { world, userId } = call;
  const postId = idParam(call, 'post_id');
  insist(mayAtPost(world, userId, postId, 'read_channel'));
  const files = filesOf(world, postById(world, postId).file_ids);
  return {
    body: files.map(file => fileJson(world, file)),
    headers: { 'Cache-Control': 'max-age=2592000, private' },
  };
}

function content(call: Call): Answer {
  const file = readableFile(call);
  return served(call, file, file.mime_type);
}

function picture(call: Call, what: 'preview' | 'thumbnail'): Answer {
  const file = readableFile(call);
  if (hasPreview(file)) return served(call, file, 'image/jpeg');
  throw new AppError(400, `api.file.get_file_${what}.no_${what}.app_error`, `The file has no ${what}.`);
}

function served({ query }: Call, { name, content: body, update_at }: StoredFile, mimeType: string): Answer {
  const type = servedTypeOf(mimeType);
  const inline =
    isShownInline(mimeType) && !['1', 't', 'T', 'true', 'TRUE', 'True'].includes(query.get('download') ?? '');
  const escaped = encodeURIComponent(name);
  const headers = {
    'Cache-Control': 'private, no-cache',
    'X-Content-Type-Options': 'nosniff',
    'Content-Type': type,
    'Content-Length': String(body.length),
    'Content-Disposition': `${inline ? 'inline' : 'attachment'};filename="${escaped}"; filename*=UTF-8''${escaped}`,
    'X-Frame-Options': 'DENY',
    'Content-Security-Policy': "Frame-ancestors 'none'",
    'Last-Modified': new Date(update_at).toUTCString(),
  };
  return { body, headers };
}

/** Public links are switched off on a new server. */
function link(call: Call): Answer {
  idParam(call, 'file_id');
  throw new AppError(
    call.world.traits.disabledFilesStatus,
    'api.file.get_public_link.disabled.app_error',
    'Public links are disabled.',
  );
}
