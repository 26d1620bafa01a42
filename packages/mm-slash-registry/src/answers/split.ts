/** A code block that is open where a text was cut. */
interface Fence {
  /** The line that opened it, such as "```sql". */
  readonly opening: string;
  /** What closes it. */
  readonly closing: string;
}

/**
 * Cuts a text into parts of at most `limit` characters, at line breaks or blanks where there are any. A code block that is
 * cut is closed at the end of one part and opened again at the beginning of the next.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = Array.from(text);
  let fence: Fence | undefined;
  while (rest.length > 0) {
    const head = fence ? Array.from(`${fence.opening}\n`) : [];
    if (head.length + rest.length <= limit) {
      parts.push([...head, ...rest].join(''));
      break;
    }
    let cut = cutAt(rest, limit - head.length);
    let open = openFence(rest.slice(0, cut).join(''), fence);
    if (open) {
      cut = cutAt(rest, limit - head.length - open.closing.length - 1);
      open = openFence(rest.slice(0, cut).join(''), fence);
    }
    const body = rest.slice(0, cut).join('').trimEnd();
    parts.push(`${head.join('')}${body}${open ? `\n${open.closing}` : ''}`);
    rest = rest.slice(cut);
    fence = open;
  }
  return parts.filter(part => part.trim() !== '');
}

function cutAt(characters: readonly string[], limit: number): number {
  const most = Math.max(1, limit);
  const window = characters.slice(0, most);
  for (const mark of ['\n', ' ']) {
    const at = window.lastIndexOf(mark);
    if (at >= most / 2) return at + 1;
  }
  return most;
}

/** The code block that is open behind a text. */
function openFence(text: string, before: Fence | undefined): Fence | undefined {
  let fence = before;
  for (const line of text.split('\n')) {
    const [, mark, label = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (mark === undefined) continue;
    if (fence) {
      if (mark.startsWith(fence.closing) && label.trim() === '') fence = undefined;
    } else if (line.length <= 100) {
      fence = { opening: line.trimEnd(), closing: mark };
    }
  }
  return fence;
}
