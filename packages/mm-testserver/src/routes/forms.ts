import { boundaryOf, type FormPart, partsOf } from '../http/multipart.ts';
import type { Call } from './call.ts';

/** The parts of a form with files; `undefined` when the body is none. */
export function formOf({ headers, rawBody }: Call): readonly FormPart[] | undefined {
  const boundary = boundaryOf(headers['content-type']);
  return boundary ? partsOf(rawBody.content, boundary) : undefined;
}

/** The file in a field of a form. */
export function fileIn(parts: readonly FormPart[], field: string): FormPart | undefined {
  return parts.find(({ name, filename }) => name === field && filename !== '');
}

/** The text in a field of a form. */
export function textIn(parts: readonly FormPart[], field: string): string | undefined {
  return parts.find(({ name, filename }) => name === field && filename === '')?.content.toString('utf8');
}
