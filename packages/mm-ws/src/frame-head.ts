const [OPEN_EVENT, SEQ] = [Buffer.from('{"event":'), Buffer.from('"seq":')];
const [BACKSLASH, BLANK, BRACE, COMMA, DELETE, QUOTE] = [0x5c, 0x20, 0x7d, 0x2c, 0x7f, 0x22];
const [NINE, ZERO] = [0x39, 0x30];
// All numbers of so few digits are safe integers.
const MOST_DIGITS = 15;

// Few names come again and again: to find one here takes less time than to make the text anew, and to hash it.
const RECENT_NAMES = 64;
const LONGEST_RECENT = 64;
/** By what frames begin with, up to the quote that ends the name, so that no longer name is taken for it. */
const recent: ({ readonly beginning: Buffer; readonly name: string } | undefined)[] = new Array(RECENT_NAMES);

/** Told apart by letters that differ in `post_edited` and `post_deleted`, `user_added` and `user_removed`. */
function slotOf(frame: Buffer): number {
  return ((frame[11] ?? 0) * 31 + (frame[14] ?? 0) * 7 + (frame[20] ?? 0)) % RECENT_NAMES;
}

/**
 * The name of an event, without parsing its frame; nothing when the frame does not begin with a plain one.
 *
 * Mattermost writes `event`, `data`, `broadcast`, `seq`, in this order, with or without a blank after the colons.
 */
export function readEventName(frame: Buffer): string | undefined {
  const slot = slotOf(frame);
  const known = recent[slot];
  if (known !== undefined && holds(frame, 0, known.beginning)) return known.name;

  if (!holds(frame, 0, OPEN_EVENT)) return undefined;
  let start = OPEN_EVENT.length;
  if (frame[start] === BLANK) start += 1;
  if (frame[start] !== QUOTE) return undefined;
  start += 1;
  let end = start;
  while (isPlain(frame[end])) end += 1;
  if (frame[end] !== QUOTE) return undefined;
  const name = frame.toString('latin1', start, end);
  if (name.length <= LONGEST_RECENT) recent[slot] = { beginning: Buffer.from(frame.subarray(0, end + 1)), name };
  return name;
}

/**
 * The number of an event, without parsing its frame; nothing when the frame does not end with a plain one.
 *
 * Read backwards, nothing that people write can be taken for it: the last brace closes the frame, so the digits before
 * it are no text, and a quote that follows a comma opens the key rather than being an escaped one within it.
 */
export function readSeq(frame: Buffer): number | undefined {
  let at = frame.length - 1;
  // Mattermost ends its frames with a line break.
  while (isBlank(frame[at])) at -= 1;
  if (frame[at] !== BRACE) return undefined;
  at -= 1;

  const end = at;
  let seq = 0;
  for (let unit = 1; isDigit(frame[at]) && end - at < MOST_DIGITS; at -= 1, unit *= 10) {
    seq += ((frame[at] ?? 0) - ZERO) * unit;
  }
  if (at === end) return undefined;

  if (frame[at] === BLANK) at -= 1;
  at -= SEQ.length;
  if (!holds(frame, at + 1, SEQ)) return undefined;
  if (frame[at] === BLANK) at -= 1;
  return frame[at] === COMMA ? seq : undefined;
}

function holds(frame: Buffer, at: number, bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i += 1) if (frame[at + i] !== bytes[i]) return false;
  return true;
}

function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && byte >= BLANK && byte < DELETE && byte !== QUOTE && byte !== BACKSLASH;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

function isBlank(byte: number | undefined): boolean {
  return byte === BLANK || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
