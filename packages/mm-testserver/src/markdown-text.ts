/** Separates texts, so that no word continues across a code span or the end of a paragraph. */
const breakMark = '\n';

/**
 * The text of a message in which Mattermost looks for mentions.
 *
 * It has no code, no URLs and no targets of links, and escaped characters lose their backslash. This
 * follows the server's Markdown parser, except for code nested in lists and for links by reference.
 */
export function markdownText(message: string): string {
  return paragraphs(message).map(inlineText).join(breakMark);
}

/** The paragraphs of a message, without code blocks. */
function paragraphs(message: string): string[] {
  const found: string[][] = [];
  let open: string[] | undefined;
  let fence: string | undefined;
  for (const raw of message.split(/\r\n|\r|\n/)) {
    const line = raw.replace(/^( {0,3}> ?)+/, '');
    if (fence !== undefined) {
      if (closes(line, fence)) fence = undefined;
      continue;
    }
    fence = fenceOf(line);
    // An indented line that continues a paragraph is not code.
    const indentedCode = open === undefined && /^( {4}| {0,3}\t)\s*\S/.test(line);
    if (fence !== undefined || indentedCode || line.trim() === '') {
      open = undefined;
    } else if (open) {
      open.push(line);
    } else {
      open = [line];
      found.push(open);
    }
  }
  return found.map(lines => lines.join('\n'));
}

function fenceOf(line: string): string | undefined {
  const [, fence, info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  return info.includes('`') ? undefined : fence;
}

function closes(line: string, fence: string): boolean {
  const text = line.trim();
  return /^ {0,3}\S/.test(line) && text.startsWith(fence) && [...text].every(character => character === fence[0]);
}

const pieces = [
  { is: /\\([!-/:-@[-`{-~])/y, becomes: (match: RegExpExecArray) => match[1] ?? '' },
  { is: /(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/y, becomes: () => breakMark },
  { is: /`+/y, becomes: () => breakMark },
  // `clawhttp://` is not a URL: the letters in front would belong to the scheme.
  { is: /(?<![a-z\d])(?:https?|ftp):\/\/[^\s<]+/iy, becomes: () => breakMark },
  { is: /(?<=^|[\s*_~)])www\d{0,3}\.[^\s<]+/iy, becomes: () => breakMark },
  { is: /\]\([^()\s]*(?:\s+"[^"]*")?\s*\)/y, becomes: () => breakMark },
  { is: /[\s\S]/uy, becomes: (match: RegExpExecArray) => match[0] },
] as const;

function inlineText(paragraph: string): string {
  let text = '';
  let at = 0;
  while (at < paragraph.length) {
    for (const { is, becomes } of pieces) {
      is.lastIndex = at;
      const match = is.exec(paragraph);
      if (!match) continue;
      text += becomes(match);
      at += match[0].length;
      break;
    }
  }
  return text;
}
