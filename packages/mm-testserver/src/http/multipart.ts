/** One part of a form. */
export interface FormPart {
  /** The name of the field; empty without one. */
  readonly name: string;
  /** Empty for a part that is not a file. */
  readonly filename: string;
  readonly content: Buffer;
  /** Whether the part is complete; the last part of a body that was cut off is not. */
  readonly whole: boolean;
}

/** The boundary in the content type of a form, or empty; `undefined` when the request is not a form. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  if (!/^multipart\/form-data\b/i.test(contentType ?? '')) return undefined;
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '') ?? [];
  return quoted ?? plain ?? '';
}

/** Reads the parts of a form, in order; `undefined` when the body does not contain the boundary. */
export function partsOf(body: Buffer, boundary: string): FormPart[] | undefined {
  const delimiter = Buffer.from(`--${boundary}`);
  let at = body.indexOf(delimiter);
  if (at < 0) return undefined;
  const parts: FormPart[] = [];
  for (;;) {
    at += delimiter.length;
    if (body.toString('latin1', at, at + 2) !== '\r\n') return parts;
    const headEnd = body.indexOf('\r\n\r\n', at);
    if (headEnd < 0) return parts;
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), headEnd + 2);
    const content = body.subarray(headEnd + 4, end < 0 ? body.length : Math.max(end, headEnd + 4));
    parts.push({ ...namesIn(body.toString('utf8', at, headEnd)), content, whole: end >= 0 });
    if (end < 0) return parts;
    at = end + 2;
  }
}

function namesIn(head: string): Pick<FormPart, 'name' | 'filename'> {
  const [, disposition = ''] = /^content-disposition:\s*form-data(.*)$/im.exec(head) ?? [];
  const [, encoded] = /;\s*filename\*=utf-8''([^;\s]+)/i.exec(disposition) ?? [];
  const [, name = ''] = /;\s*name="((?:[^"\\]|\\.)*)"/i.exec(disposition) ?? [];
  const [, filename = ''] = /;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(disposition) ?? [];
  return { name: unescaped(name), filename: encoded === undefined ? unescaped(filename) : decoded(encoded) };
}

// Browsers escape quotes and line breaks with a percent sign, other clients with a backslash.
function unescaped(text: string): string {
  return text
    .replace(/\\(["\\])/g, '$1')
    .replace(/%22/g, '"')
    .replace(/%0D/gi, '\r')
    .replace(/%0A/gi, '\n');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
