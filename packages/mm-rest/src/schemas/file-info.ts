import * as v from 'valibot';
import { flag, number, text } from './lenient.ts';

/** A file that was uploaded. */
export interface FileInfo {
  /** 26 characters. */
  id: string;
  /** What the uploader called it: a stranger's text, not a safe file name. */
  name: string;
  /** The end of the name, without the dot. */
  extension: string;
  /** In bytes. */
  size: number;
  /** As the server guessed it from the name. */
  mime_type: string;
  /** In pixels; 0 unless it is an image. */
  width: number;
  /** In pixels; 0 unless it is an image. */
  height: number;
  /** Whether the server has a smaller picture of it under `GET /files/{id}/preview`. */
  has_preview_image: boolean;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** Checks a {@link FileInfo}. */
export const fileInfoSchema: v.GenericSchema<unknown, FileInfo> = v.looseObject({
  id: v.string(),
  name: text,
  extension: text,
  size: number,
  mime_type: text,
  width: number,
  height: number,
  has_preview_image: flag,
});
