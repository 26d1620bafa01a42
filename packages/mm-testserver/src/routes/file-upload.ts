import { AppError, invalidBodyParam, invalidUrlParam } from '../errors.ts';
import { boundaryOf, type FormPart, partsOf } from '../http/multipart.ts';
import { isValidId } from '../ids.ts';
import { type FileJson, fileJson, insistOnFileSize, type StoredFile, saveFile } from '../world/files.ts';
import { insist, mayInChannel } from '../world/permissions.ts';
import type { Answer, Call } from './call.ts';

/** The answer to an upload. */
interface Uploaded {
  readonly file_infos: readonly FileJson[];
  /** The client's own ids of the files; `null` for a bare file without one. */
  readonly client_ids: readonly string[] | null;
}

/** `POST /files`: a form with files, or a bare file with its name in the query. */
export function upload(call: Call): Answer {
  const { world, headers, rawBody } = call;
  if (!world.config.EnableFileAttachments) {
    const status = world.traits.disabledFilesStatus;
    throw new AppError(status, 'api.file.attachments.disabled.app_error', 'Files cannot be attached on this server.');
  }
  if (rawBody.content.length === 0 && headers['transfer-encoding'] === undefined) throw unreadable();
  const boundary = boundaryOf(headers['content-type']);
  if (boundary === '') throw unreadable();
  return { status: 201, body: boundary === undefined ? uploadBare(call) : uploadForm(call, boundary) };
}

function uploadBare(call: Call): Uploaded {
  const { query, rawBody } = call;
  const filename = query.get('filename') ?? '';
  const channelId = channelOf(call, query.get('channel_id') ?? '');
  if (filename === '') throw invalidUrlParam('filename');
  const part = { name: '', filename, content: rawBody.content, whole: rawBody.whole };
  const clientId = query.get('client_id') ?? '';
  const { world } = call;
  return {
    file_infos: [fileJson(world, keep(call, channelId, part, rawBody.content.length))],
    client_ids: clientId === '' ? null : [clientId],
  };
}

function uploadForm(call: Call, boundary: string): Uploaded {
  const parts = partsOf(call.rawBody.content, boundary)?.filter(({ name }) => name !== '');
  if (!parts) throw unreadable();
  const first = parts.findIndex(({ name, filename }) => filename !== '' || name === 'channel_id');
  const fileComesFirst = (parts[first]?.filename ?? '') !== '';
  return fileComesFirst && !call.query.get('channel_id') ? uploadBuffered(call, parts) : uploadInOrder(call, parts);
}

/** The server reads a form that begins with a file as a whole, and accepts only the fields that browsers send. */
function uploadBuffered(call: Call, parts: readonly FormPart[]): Uploaded {
  const { world } = call;
  const fields = parts.filter(({ filename }) => filename === '');
  const valuesOf = (field: string): string[] =>
    fields.filter(({ name }) => name === field).map(({ content }) => content.toString('utf8'));
  const [channelId] = valuesOf('channel_id');
  if (channelId === undefined) throw invalidBodyParam('channel_id');
  const allowed = channelOf(call, channelId);
  const clientIds = valuesOf('client_ids');
  const files = parts.filter(({ name, filename }) => filename !== '' && name === 'files');
  if (clientIds.length > 0 && clientIds.length !== files.length) throw wrongNumberOfClientIds();
  return { file_infos: files.map(file => fileJson(world, keep(call, allowed, file))), client_ids: clientIds };
}

/** The server reads a form that begins with its fields part by part: it keeps the files before an error. */
function uploadInOrder(call: Call, parts: readonly FormPart[]): Uploaded {
  const { world, query } = call;
  const saved: StoredFile[] = [];
  const clientIds: string[] = [];
  let channelId = query.get('channel_id') ?? '';
  let namedByClient = true;
  for (const part of parts) {
    const value = part.content.toString('utf8');
    if (part.filename !== '') {
      const allowed = channelOf(call, channelId);
      if (saved.length === 0 && clientIds.length === 0) namedByClient = false;
      if (namedByClient && saved.length >= clientIds.length) throw invalidBodyParam('client_ids');
      saved.push(keep(call, allowed, part));
    } else if (part.name === 'channel_id') {
      if (channelId !== '' && channelId !== value) {
        throw new AppError(400, 'api.file.upload_file.multiple_channel_ids.app_error', 'Several channels are named.');
      }
      channelId = value;
    } else if (part.name === 'client_ids' && namedByClient) clientIds.push(value);
    else throw invalidBodyParam(part.name);
  }
  if (namedByClient && clientIds.length !== saved.length) throw wrongNumberOfClientIds();
  return { file_infos: saved.map(file => fileJson(world, file)), client_ids: clientIds };
}

function channelOf({ world, userId }: Call, channelId: string): string {
  if (!isValidId(channelId)) throw invalidUrlParam('channel_id');
  insist(mayInChannel(world, userId, channelId, 'upload_file'));
  return channelId;
}

function keep({ world, userId }: Call, channelId: string, part: FormPart, declaredSize = -1): StoredFile {
  const { filename: name, content, whole } = part;
  insistOnFileSize(world, content.length, name, declaredSize);
  if (!whole) throw unreadable();
  return saveFile(world, { user_id: userId, channel_id: channelId, name, content });
}

function unreadable(): AppError {
  return new AppError(400, 'api.file.upload_file.read_request.app_error', 'The upload cannot be read.');
}

function wrongNumberOfClientIds(): AppError {
  const id = 'api.file.upload_file.incorrect_number_of_client_ids.app_error';
  return new AppError(400, id, 'Every file needs one of the client_ids, or none does.');
}
