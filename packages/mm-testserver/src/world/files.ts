import { AppError } from '../errors.ts';
import { mimeTypeOf } from './file-types.ts';
import { imageSize } from './image-size.ts';
import type { World } from './world.ts';

/** A file, as the server saves it. */
export interface StoredFile {
  readonly id: string;
  readonly user_id: string;
  /** Empty until the file is attached to a post. */
  post_id: string;
  readonly channel_id: string;
  readonly create_at: number;
  readonly update_at: number;
  delete_at: number;
  readonly name: string;
  /** In lower case, without the dot. */
  readonly extension: string;
  /** Empty for an unknown extension. */
  readonly mime_type: string;
  readonly content: Buffer;
  /** Only for pictures whose size the server can read. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
}

/** A file as the API shows it. */
export interface FileJson {
  readonly id: string;
  readonly user_id: string;
  /** Absent until the file is attached to a post. */
  readonly post_id?: string;
  /** Empty before 9.11. */
  readonly channel_id: string;
  readonly create_at: number;
  readonly update_at: number;
  readonly delete_at: number;
  readonly name: string;
  readonly extension: string;
  readonly size: number;
  readonly mime_type: string;
  /** Only for pictures whose size the server can read, like `height`. */
  readonly width?: number;
  readonly height?: number;
  /** Present when `/preview` and `/thumbnail` answer. */
  readonly has_preview_image?: true;
  /** A tiny picture, which this server does not create. */
  readonly mini_preview: null;
  readonly remote_id: string;
  /** From 9.11 on. */
  readonly archived?: boolean;
}

/** A file to save. */
export interface NewFile {
  readonly user_id: string;
  readonly channel_id: string;
  readonly name: string;
  readonly content: Buffer;
}

/** @throws {AppError} 413 for a file that is too large; `declaredSize` is the size in the request, -1 without one. */
export function insistOnFileSize({ config }: World, size: number, name: string, declaredSize = -1): void {
  if (size <= config.MaxFileSize) return;
  const id = 'api.file.upload_file.too_large_detailed.app_error';
  const message = `Unable to upload file ${name}. ${declaredSize} bytes exceeds the maximum allowed ${config.MaxFileSize} bytes.`;
  throw new AppError(413, id, message);
}

/** Saves a file, not attached to a post yet. */
export function saveFile(world: World, { user_id, channel_id, name, content }: NewFile): StoredFile {
  const baseName = name.split('/').at(-1) || name;
  const now = world.clock.now();
  const mime_type = mimeTypeOf(baseName);
  const file: StoredFile = {
    id: world.newId(),
    user_id,
    post_id: '',
    channel_id,
    create_at: now,
    update_at: now,
    delete_at: 0,
    name: baseName,
    extension: extensionOf(baseName),
    mime_type,
    content,
    size: mime_type.startsWith('image/') ? imageSize(content) : undefined,
  };
  world.files.set(file.id, file);
  return file;
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** @throws {AppError} 404 for an unknown id, and for a file whose post was deleted. */
export function fileById(world: World, id: string): StoredFile {
  const file = world.files.get(id);
  if (file?.delete_at === 0) return file;
  throw new AppError(404, 'app.file_info.get.app_error', 'Unable to get the file info.');
}

/** Whether the file has a preview; animated and unreadable pictures have none. */
export function hasPreview({ size, mime_type }: StoredFile): boolean {
  return size !== undefined && mime_type !== 'image/gif';
}

/** Attaches files to a post; silently skips files that are unknown, of another user, or of another post. */
export function attachFiles(world: World, postId: string, userId: string, ids: readonly string[]): string[] {
  return ids.filter(id => {
    const file = world.files.get(id);
    if (file?.post_id !== '' || file.user_id !== userId) return false;
    file.post_id = postId;
    return true;
  });
}

/** The files of a post, in the order of uploading. */
export function filesOf(world: World, ids: readonly string[]): StoredFile[] {
  const files = ids.map(id => world.files.get(id)).filter(file => file?.delete_at === 0);
  return files.filter(file => file !== undefined).sort((a, b) => a.create_at - b.create_at);
}

/** Deletes the files of a post. */
export function deleteFiles(world: World, ids: readonly string[]): void {
  for (const file of filesOf(world, ids)) file.delete_at = world.clock.now();
}

/** The JSON of a file. */
export function fileJson({ traits }: World, file: StoredFile): FileJson {
  const { id, user_id, post_id, channel_id, create_at, update_at, delete_at, name, extension, mime_type, size } = file;
  return {
    id,
    user_id,
    ...(post_id !== '' && { post_id }),
    channel_id: traits.channelIdOnFiles ? channel_id : '',
    create_at,
    update_at,
    delete_at,
    name,
    extension,
    size: file.content.length,
    mime_type,
    ...size,
    ...(hasPreview(file) && { has_preview_image: true }),
    mini_preview: null,
    remote_id: '',
    ...(traits.channelIdOnFiles && { archived: false }),
  };
}
