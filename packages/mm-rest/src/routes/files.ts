import * as v from 'valibot';
import { describeValue } from '../describe-value.ts';
import type { Download, FileContent } from '../download.ts';
import { createUpload, type FileUpload } from '../multipart.ts';
import type { CallOptions } from '../options.ts';
import { path } from '../path.ts';
import { type FileInfo, fileInfoSchema } from '../schemas/file-info.ts';
import { list, listAnswer } from '../schemas/lenient.ts';
import type { Send } from '../send.ts';

/** How to read a file. */
export interface FileRead {
  /** The largest size to accept, in bytes. @default 104_857_600 (100 MiB), the server's own default for a file */
  maxBytes?: number | undefined;
}

/** Uploads and downloads. A call has 5 minutes for it unless it says otherwise. */
export interface FilesRoutes {
  /**
   * Uploads up to 10 files, as many as a post can have; name their ids in `file_ids` of a post in that channel. Only the
   * account can see them until then. A stream is not kept in memory, and it is closed when the call fails.
   *
   * Files in memory are sent again when an attempt fails, which may leave files behind that are on no post.
   *
   * When a stream fails by itself, its own error is thrown and nothing was uploaded.
   *
   * @throws HttpError 413 when one is larger than the server's `MaxFileSize`.
   * @throws OutcomeUnknownError when the answer was lost and one was a stream; uploading it again does no harm.
   */
  upload(channelId: string, files: readonly FileUpload[], call?: CallOptions): Promise<FileInfo[]>;
  /** @throws HttpError 404 when there is no such file, 403 when the account may not see it. */
  getInfo(id: string, call?: CallOptions): Promise<FileInfo>;
  /** The files of a post. */
  ofPost(postId: string, call?: CallOptions): Promise<FileInfo[]>;
  /**
   * Opens a file. The call's deadline covers reading the stream as well.
   * @throws UnexpectedResponseError (`found: 'too-large'`) when it is larger than `maxBytes`.
   */
  read(id: string, read?: FileRead, call?: CallOptions): Promise<FileContent>;
}

/** Mattermost puts no more files on one post. */
const mostFiles = 10;
const defaultMaxBytes = 100 * 1024 * 1024;

const filesSchema = listAnswer(fileInfoSchema);
const uploadedSchema: v.GenericSchema<unknown, FileInfo[]> = v.pipe(
  v.object({ file_infos: list(fileInfoSchema) }),
  v.transform(({ file_infos }) => file_infos),
);

export function filesRoutes(send: Send, download: Download): FilesRoutes {
  return {
    upload: async (channelId, files, call) => {
      if (typeof channelId !== 'string' || channelId === '') {
        throw new TypeError(`channelId: expected the id of a channel, got ${describeValue(channelId)}`);
      }
      if (files.length < 1 || files.length > mostFiles) {
        throw new TypeError(`files: expected 1 to ${mostFiles} files, as many as a post can have, got ${files.length}`);
      }
      // The channel comes first, or the server would buffer the files until it finds it.
      const payload = createUpload({ channel_id: channelId }, files);
      const idempotent = !payload.once;
      const route = { method: 'POST', path: '/files', carriesFile: true, idempotent, payload } as const;
      try {
        return await send({ ...route, schema: uploadedSchema }, call);
      } catch (error) {
        payload.discard();
        const own = payload.streamFailure();
        throw own === undefined ? error : own.error;
      }
    },
    getInfo: async (id, call) => send({ method: 'GET', path: path`/files/${id}/info`, schema: fileInfoSchema }, call),
    ofPost: async (postId, call) =>
      send({ method: 'GET', path: path`/posts/${postId}/files/info`, schema: filesSchema }, call),
    read: async (id, { maxBytes = defaultMaxBytes } = {}, call) => download(path`/files/${id}`, maxBytes, call),
  };
}
