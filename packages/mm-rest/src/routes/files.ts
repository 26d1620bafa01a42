import * as v from 'valibot';
import type { Download, FileContent } from '../download.ts';
import { createUpload, type FileUpload } from '../multipart.ts';
import type { CallOptions } from '../options.ts';
import { path } from '../path.ts';
import { type FileInfo, fileInfoSchema } from '../schemas/file-info.ts';
import { list, listAnswer } from '../schemas/lenient.ts';
import type { Send } from '../send.ts';

/** How a file is to be read. */
export interface FileRead {
  /** How many bytes it may have; more are an error. @default 104_857_600 (100 MiB), the server's own default for a file */
  maxBytes?: number | undefined;
}

/** Files, up and down. They have 5 minutes for it unless the call says otherwise. */
export interface FilesRoutes {
  /**
   * Uploads up to 10 files, as many as a post can have, to be named in `file_ids` of a post in that channel; only the
   * account can see them until then. Nothing of a stream is kept in memory; it is closed when the call fails.
   *
   * Files in memory are sent again when an attempt fails, which may leave files behind that nobody sees.
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

/** What Mattermost puts on one post at most. */
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
      if (channelId === '') throw new TypeError('channelId must not be empty');
      if (files.length < 1 || files.length > mostFiles) {
        throw new TypeError(`files must be 1 to ${mostFiles} files: a post cannot have more`);
      }
      // The channel comes first: the server would buffer the files to look for it.
      const payload = createUpload({ channel_id: channelId }, files);
      const idempotent = !payload.once;
      const route = { method: 'POST', path: '/files', carriesFile: true, idempotent, payload } as const;
      try {
        return await send({ ...route, schema: uploadedSchema }, call);
      } catch (error) {
        payload.discard();
        throw error;
      }
    },
    getInfo: async (id, call) => send({ method: 'GET', path: path`/files/${id}/info`, schema: fileInfoSchema }, call),
    ofPost: async (postId, call) =>
      send({ method: 'GET', path: path`/posts/${postId}/files/info`, schema: filesSchema }, call),
    read: async (id, { maxBytes = defaultMaxBytes } = {}, call) => download(path`/files/${id}`, maxBytes, call),
  };
}
