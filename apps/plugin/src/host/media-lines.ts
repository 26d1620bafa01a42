/** A text of the model, and the files that it wants attached. */
export interface TextWithMedia {
  readonly text: string;
  /** Paths and web addresses, as the model wrote them. */
  readonly mediaUrls: readonly string[];
}

/** The model attaches a file with a line `MEDIA:<path or address>`, perhaps in quotes. */
const mediaLine = /^[ \t]*MEDIA:[ \t]*(.+?)[ \t]*$/i;

/**
 * Takes the lines that attach files out of a text of the transcript. OpenClaw does the same before it hands an answer over.
 * In a code block such a line is only text.
 */
export function takeMediaLines(text: string): TextWithMedia {
  const mediaUrls: string[] = [];
  let isCode = false;
  const lines = text.split('\n').filter(line => {
    if (/^ {0,3}(```|~~~)/.test(line)) isCode = !isCode;
    const [, source] = isCode ? [] : (mediaLine.exec(line.trimEnd()) ?? []);
    if (source === undefined) return true;
    mediaUrls.push(source.replace(/^(["'`])(.*)\1$/, '$2'));
    return false;
  });
  return mediaUrls.length === 0 ? { text, mediaUrls } : { text: lines.join('\n').trim(), mediaUrls };
}
