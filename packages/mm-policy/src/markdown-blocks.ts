/** A stretch of a message, from one place to before another. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What holds text: the lines of a paragraph, as places in the message, or the lines of a block of code. */
export type TextBlock = ParagraphBlock | CodeBlock;

interface ParagraphBlock {
  readonly kind: 'paragraph';
  readonly lines: Stretch[];
}

interface CodeBlock {
  readonly kind: 'code';
  readonly fenced: boolean;
  readonly lines: string[];
}

/** A block that the following lines may still belong to. */
type OpenBlock =
  | { readonly kind: 'message' | 'quote' }
  | { readonly kind: 'list'; readonly marker: string }
  | { readonly kind: 'item'; readonly indent: number; filled: boolean }
  | { readonly kind: 'paragraph'; readonly block: ParagraphBlock }
  | { readonly kind: 'indented'; readonly block: CodeBlock }
  | { readonly kind: 'fenced'; readonly block: CodeBlock; readonly fence: string; closed: boolean };

/** What is left of a line: how far it is indented, and where it goes on. */
interface Rest {
  readonly indent: number;
  readonly at: number;
  readonly end: number;
}

/** Where a line stands: in which block, next to which that it does not continue, and how much deeper it may go. */
interface Standing {
  readonly inside: OpenBlock | undefined;
  readonly beside: readonly OpenBlock[];
  readonly room: number;
}

/** Nobody nests deeper than this; somebody may try, to keep a bot busy. */
const DEEPEST = 100;

/**
 * The paragraphs and blocks of code of a message, in order, as Mattermost's server reads them: quotes, lists, fenced and
 * indented code inside each other. The server knows no headings, rules or HTML, and a tab is always worth four blanks.
 */
export function readBlocks(message: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let open: readonly OpenBlock[] = [{ kind: 'message' }];
  for (const line of linesOf(message)) open = readLine(message, line, open, blocks);
  for (const block of blocks) if (block.kind === 'code' && !block.fenced) dropBlankEnd(block.lines);
  return blocks;
}

function linesOf(message: string): Stretch[] {
  const lines = message.matchAll(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g);
  return [...lines].map(({ index, 0: line }) => ({ start: index, end: index + line.length }));
}

/** Places one line, and returns the blocks that are open after it. */
function readLine(
  message: string,
  line: Stretch,
  open: readonly OpenBlock[],
  blocks: TextBlock[],
): readonly OpenBlock[] {
  let rest = skipIndent(message, line.start, line.end);
  let depth = 0;
  for (const block of open) {
    const inner = goOn(message, block, rest);
    if (!inner) break;
    rest = inner;
    depth += 1;
  }
  const kept = open.slice(0, depth);
  const inside = kept.at(-1);
  if (inside?.kind === 'fenced') {
    inside.closed = closesFence(message, rest, inside.fence);
    if (!inside.closed) inside.block.lines.push(codeLine(message, rest));
    return kept;
  }
  if (inside?.kind === 'indented') {
    inside.block.lines.push(codeLine(message, rest));
    return kept;
  }
  const started = startBlocks(message, rest, { inside, beside: open.slice(depth), room: DEEPEST - depth });
  if (started) return attach(kept, started, blocks);
  const last = open.at(-1);
  if (isBlank(message, rest)) return kept;
  if (last?.kind !== 'paragraph') return attach(kept, [startParagraph(rest)], blocks);
  // A paragraph goes on even where its quote or list does not.
  last.block.lines.push({ start: rest.at, end: rest.end });
  return open;
}

/** What is left of a line inside of an open block; `undefined` when the line is not part of it. */
function goOn(message: string, block: OpenBlock, rest: Rest): Rest | undefined {
  const blank = isBlank(message, rest);
  switch (block.kind) {
    case 'message':
    case 'list':
      return rest;
    case 'quote': {
      if (rest.indent > 3 || rest.at >= rest.end || message[rest.at] !== '>') return undefined;
      const inner = skipIndent(message, rest.at + 1, rest.end);
      return { ...inner, indent: Math.max(0, inner.indent - 1) };
    }
    case 'item':
      if (blank) return block.filled ? rest : undefined;
      return rest.indent < block.indent ? undefined : { ...rest, indent: rest.indent - block.indent };
    case 'paragraph':
      return blank ? undefined : rest;
    case 'fenced':
      return block.closed ? undefined : rest;
    case 'indented':
      if (rest.indent >= 4) return { ...rest, indent: rest.indent - 4 };
      return blank ? rest : undefined;
  }
}

/** The blocks that begin with this line, each inside the one before. */
function startBlocks(message: string, rest: Rest, standing: Standing): OpenBlock[] | undefined {
  if (standing.room <= 0 || isBlank(message, rest)) return undefined;
  return (
    startQuote(message, rest, standing) ??
    startItem(message, rest, standing) ??
    startIndented(message, rest, standing) ??
    startFenced(message, rest)
  );
}

function startInner(message: string, rest: Rest, room: number): OpenBlock[] {
  if (isBlank(message, rest)) return [];
  return startBlocks(message, rest, { inside: undefined, beside: [], room }) ?? [startParagraph(rest)];
}

function startQuote(message: string, rest: Rest, { room }: Standing): OpenBlock[] | undefined {
  if (rest.indent > 3 || message[rest.at] !== '>') return undefined;
  const after = message[rest.at + 1] === ' ' ? rest.at + 2 : rest.at + 1;
  return [{ kind: 'quote' }, ...startInner(message, skipIndent(message, after, rest.end), room - 1)];
}

function startItem(message: string, rest: Rest, standing: Standing): OpenBlock[] | undefined {
  const { inside, beside, room } = standing;
  if (rest.indent > 3 && inside?.kind !== 'list') return undefined;
  const [marker, number] = /^(?:(\d{1,9})[.)]|[-+*])/.exec(message.slice(rest.at, rest.end)) ?? [];
  if (marker === undefined) return undefined;
  const after = skipIndent(message, rest.at + marker.length, rest.end);
  const blank = isBlank(message, after);
  if (!blank && after.indent < 1) return undefined;
  // Only a list that begins with 1 interrupts a paragraph, and only with a word.
  const interrupts = inside?.kind === 'paragraph' && beside.length === 0;
  if (interrupts && (blank || (number !== undefined && Number(number) !== 1))) return undefined;
  const gap = blank || after.indent >= 5 ? 1 : after.indent;
  const content = startInner(message, { ...after, indent: after.indent - gap }, room - 2);
  return [
    { kind: 'list', marker: marker.slice(-1) },
    { kind: 'item', indent: rest.indent + marker.length + gap, filled: content.length > 0 },
    ...content,
  ];
}

function startIndented(message: string, rest: Rest, { inside, beside }: Standing): OpenBlock[] | undefined {
  const above = beside.at(-1) ?? inside;
  if (above?.kind === 'paragraph' || rest.indent < 4) return undefined;
  const line = codeLine(message, { ...rest, indent: rest.indent - 4 });
  return [{ kind: 'indented', block: { kind: 'code', fenced: false, lines: [line] } }];
}

function startFenced(message: string, rest: Rest): OpenBlock[] | undefined {
  const [, fence, info = ''] = /^(`{3,}|~{3,})([^\r\n]*)/.exec(message.slice(rest.at, rest.end)) ?? [];
  if (fence === undefined || info.includes('`')) return undefined;
  return [{ kind: 'fenced', block: { kind: 'code', fenced: true, lines: [] }, fence, closed: false }];
}

function startParagraph({ at, end }: Rest): OpenBlock {
  return { kind: 'paragraph', block: { kind: 'paragraph', lines: [{ start: at, end }] } };
}

/** Puts new blocks into the innermost open one that can hold them; what is open deeper than that is closed. */
function attach(kept: readonly OpenBlock[], started: readonly OpenBlock[], blocks: TextBlock[]): OpenBlock[] {
  for (const open of started) if ('block' in open) blocks.push(open.block);
  const [first, ...others] = started;
  for (let depth = kept.length; depth > 0; depth -= 1) {
    const parent = kept[depth - 1];
    const around = kept.slice(0, depth);
    if (parent?.kind === 'list' && first?.kind === 'list' && parent.marker === first.marker) {
      return [...around, ...others];
    }
    if (parent?.kind === 'item') parent.filled = true;
    if (parent && holdsAnything.has(parent.kind)) return [...around, ...started];
  }
  return [...started];
}

const holdsAnything: ReadonlySet<OpenBlock['kind']> = new Set(['message', 'quote', 'item']);

function skipIndent(message: string, start: number, end: number): Rest {
  let indent = 0;
  let at = start;
  for (; at < end; at += 1) {
    if (message[at] === ' ') indent += 1;
    else if (message[at] === '\t') indent += 4;
    else break;
  }
  return { indent, at, end };
}

function isBlank(message: string, { at, end }: Rest): boolean {
  return message.slice(at, end).trim() === '';
}

function closesFence(message: string, rest: Rest, fence: string): boolean {
  const text = message.slice(rest.at, rest.end);
  if (rest.indent > 3 || !text.startsWith(fence)) return false;
  return [...text.slice(fence.length).trim()].every(character => character === fence[0]);
}

function codeLine(message: string, { indent, at, end }: Rest): string {
  return ' '.repeat(indent) + message.slice(at, end);
}

function dropBlankEnd(lines: string[]): void {
  while (lines.at(-1)?.trim() === '') lines.pop();
}
