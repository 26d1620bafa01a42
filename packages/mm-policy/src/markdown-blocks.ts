/** A range of a message; `end` is the index after it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A paragraph, with its lines as ranges of the message, or a block of code, with its lines as text. */
export type TextBlock = ParagraphBlock | CodeBlock;

interface ParagraphBlock {
  readonly kind: 'paragraph';
  readonly lines: TextRange[];
}

interface CodeBlock {
  readonly kind: 'code';
  readonly fenced: boolean;
  readonly lines: string[];
}

/** A block that can continue on the next line. */
type OpenBlock =
  | { readonly kind: 'message' | 'quote' }
  | { readonly kind: 'list'; readonly marker: string }
  | { readonly kind: 'item'; readonly indent: number; filled: boolean }
  | { readonly kind: 'paragraph'; readonly block: ParagraphBlock }
  | { readonly kind: 'indented'; readonly block: CodeBlock }
  | { readonly kind: 'fenced'; readonly block: CodeBlock; readonly fence: string; closed: boolean };

/** The rest of a line: its indentation, and the range after it. */
interface LineRest {
  readonly indent: number;
  readonly at: number;
  readonly end: number;
}

/** The open blocks around the rest of a line. */
interface LineContext {
  /** The innermost block that continues on this line. */
  readonly inside: OpenBlock | undefined;
  /** The open blocks that do not continue on this line. */
  readonly notContinued: readonly OpenBlock[];
  /** How many more levels may be nested. */
  readonly levelsLeft: number;
}

/** Limits nesting, so that one post cannot keep the bot busy. */
const maxDepth = 100;

/**
 * Reads the paragraphs and blocks of code of a message, in order and by the rules of Mattermost's server: quotes, lists,
 * fenced and indented code inside each other. The server knows no headings, rules or HTML, and a tab counts four blanks.
 */
export function readBlocks(message: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let open: readonly OpenBlock[] = [{ kind: 'message' }];
  for (const line of linesOf(message)) open = readLine(message, line, open, blocks);
  for (const block of blocks) if (block.kind === 'code' && !block.fenced) dropBlankEnd(block.lines);
  return blocks;
}

function linesOf(message: string): TextRange[] {
  const lines = message.matchAll(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g);
  return [...lines].map(({ index, 0: line }) => ({ start: index, end: index + line.length }));
}

/** Adds one line and returns the blocks that are open after it. */
function readLine(
  message: string,
  line: TextRange,
  open: readonly OpenBlock[],
  blocks: TextBlock[],
): readonly OpenBlock[] {
  let rest = skipIndent(message, line.start, line.end);
  let depth = 0;
  for (const block of open) {
    const inner = continueBlock(message, block, rest);
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
  const started = startBlocks(message, rest, {
    inside,
    notContinued: open.slice(depth),
    levelsLeft: maxDepth - depth,
  });
  if (started) return attach(kept, started, blocks);
  const last = open.at(-1);
  if (isBlank(message, rest)) return kept;
  if (last?.kind !== 'paragraph') return attach(kept, [startParagraph(rest)], blocks);
  // A paragraph continues even where its quote or list does not.
  last.block.lines.push({ start: rest.at, end: rest.end });
  return open;
}

/** The rest of a line inside an open block; `undefined` when the block does not continue on this line. */
function continueBlock(message: string, block: OpenBlock, rest: LineRest): LineRest | undefined {
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

/** The blocks that begin on this line, each inside the one before. */
function startBlocks(message: string, rest: LineRest, context: LineContext): OpenBlock[] | undefined {
  if (context.levelsLeft <= 0 || isBlank(message, rest)) return undefined;
  return (
    startQuote(message, rest, context) ??
    startItem(message, rest, context) ??
    startIndented(message, rest, context) ??
    startFenced(message, rest)
  );
}

function startInner(message: string, rest: LineRest, levelsLeft: number): OpenBlock[] {
  if (isBlank(message, rest)) return [];
  return startBlocks(message, rest, { inside: undefined, notContinued: [], levelsLeft }) ?? [startParagraph(rest)];
}

function startQuote(message: string, rest: LineRest, { levelsLeft }: LineContext): OpenBlock[] | undefined {
  if (rest.indent > 3 || message[rest.at] !== '>') return undefined;
  const after = message[rest.at + 1] === ' ' ? rest.at + 2 : rest.at + 1;
  return [{ kind: 'quote' }, ...startInner(message, skipIndent(message, after, rest.end), levelsLeft - 1)];
}

function startItem(message: string, rest: LineRest, context: LineContext): OpenBlock[] | undefined {
  const { inside, notContinued, levelsLeft } = context;
  if (rest.indent > 3 && inside?.kind !== 'list') return undefined;
  const [marker, number] = /^(?:(\d{1,9})[.)]|[-+*])/.exec(message.slice(rest.at, rest.end)) ?? [];
  if (marker === undefined) return undefined;
  const after = skipIndent(message, rest.at + marker.length, rest.end);
  const blank = isBlank(message, after);
  if (!blank && after.indent < 1) return undefined;
  // Only a list that begins with 1 interrupts a paragraph, and only with a word.
  const interrupts = inside?.kind === 'paragraph' && notContinued.length === 0;
  if (interrupts && (blank || (number !== undefined && Number(number) !== 1))) return undefined;
  const gap = blank || after.indent >= 5 ? 1 : after.indent;
  const content = startInner(message, { ...after, indent: after.indent - gap }, levelsLeft - 2);
  return [
    { kind: 'list', marker: marker.slice(-1) },
    { kind: 'item', indent: rest.indent + marker.length + gap, filled: content.length > 0 },
    ...content,
  ];
}

function startIndented(
  message: string,
  rest: LineRest,
  { inside, notContinued }: LineContext,
): OpenBlock[] | undefined {
  const above = notContinued.at(-1) ?? inside;
  if (above?.kind === 'paragraph' || rest.indent < 4) return undefined;
  const line = codeLine(message, { ...rest, indent: rest.indent - 4 });
  return [{ kind: 'indented', block: { kind: 'code', fenced: false, lines: [line] } }];
}

function startFenced(message: string, rest: LineRest): OpenBlock[] | undefined {
  const [, fence, info = ''] = /^(`{3,}|~{3,})([^\r\n]*)/.exec(message.slice(rest.at, rest.end)) ?? [];
  if (fence === undefined || info.includes('`')) return undefined;
  return [{ kind: 'fenced', block: { kind: 'code', fenced: true, lines: [] }, fence, closed: false }];
}

function startParagraph({ at, end }: LineRest): OpenBlock {
  return { kind: 'paragraph', block: { kind: 'paragraph', lines: [{ start: at, end }] } };
}

/** Adds new blocks to the innermost open block that can contain them, and closes the blocks inside that one. */
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
    if (parent && containers.has(parent.kind)) return [...around, ...started];
  }
  return [...started];
}

const containers: ReadonlySet<OpenBlock['kind']> = new Set(['message', 'quote', 'item']);

function skipIndent(message: string, start: number, end: number): LineRest {
  let indent = 0;
  let at = start;
  for (; at < end; at += 1) {
    if (message[at] === ' ') indent += 1;
    else if (message[at] === '\t') indent += 4;
    else break;
  }
  return { indent, at, end };
}

function isBlank(message: string, { at, end }: LineRest): boolean {
  return message.slice(at, end).trim() === '';
}

function closesFence(message: string, rest: LineRest, fence: string): boolean {
  const text = message.slice(rest.at, rest.end);
  if (rest.indent > 3 || !text.startsWith(fence)) return false;
  return [...text.slice(fence.length).trim()].every(character => character === fence[0]);
}

function codeLine(message: string, { indent, at, end }: LineRest): string {
  return ' '.repeat(indent) + message.slice(at, end);
}

function dropBlankEnd(lines: string[]): void {
  while (lines.at(-1)?.trim() === '') lines.pop();
}
