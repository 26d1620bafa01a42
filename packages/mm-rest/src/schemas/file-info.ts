import * as v from 'valibot';
import { number, text } from './lenient.ts';

/** A file on a post. */
export interface FileInfo {
  /** 26 characters. */
  id: string;
  /** What the uploader called it: a stranger's text, not a safe file name. */
  name: string;
  /** Without the dot. */
  extension: string;
  /** In bytes. */
  size: number;
  /** As the server guessed it from the name. */
  mime_type: string;
  /** What is not named here, as the server sent it. */
  [field: string]: unknown;
}

/** Checks a {@link FileInfo}. */
export const fileInfoSchema: v.GenericSchema<unknown, FileInfo> = v.looseObject({
  id: v.string(),
  name: text,
  extension: text,
  size: number,
  mime_type: text,
});
