const [openEvent, seqKey] = [Buffer.from('{"event":'), Buffer.from('"seq":')];
const [backslash, blank, brace, comma, del, quote] = [0x5c, 0x20, 0x7d, 0x2c, 0x7f, 0x22];
const [lineFeed, carriageReturn, tab] = [0x0a, 0x0d, 0x09];
const [nine, zero] = [0x39, 0x30];
// Every number with so few digits is a safe integer.
const maxDigits = 15;

// The same few names come again and again: finding one here costs less than decoding and hashing the text each time.
const recentSlots = 64;
const maxRecentLength = 64;
/** Keyed by the first bytes of a frame, up to the quote that ends the name, so that a longer name does not match. */
const recent: ({ readonly beginning: Buffer; readonly name: string } | undefined)[] = new Array(recentSlots);

/** Uses bytes that differ between `post_edited` and `post_deleted`, `user_added` and `user_removed`. */
function slotOf(frame: Buffer): number {
  return ((frame[11] ?? 0) * 31 + (frame[14] ?? 0) * 7 + (frame[20] ?? 0)) % recentSlots;
}

/**
 * The name of an event, without parsing its frame; `undefined` when the frame does not begin with a plain name.
 *
 * Mattermost writes `event`, `data`, `broadcast`, `seq`, in this order, with or without a blank after the colons.
 */
export function readEventName(frame: Buffer): string | undefined {
  const slot = slotOf(frame);
  const known = recent[slot];
  if (known !== undefined && holds(frame, 0, known.beginning)) return known.name;

  if (!holds(frame, 0, openEvent)) return undefined;
  let start = openEvent.length;
  if (frame[start] === blank) start += 1;
  if (frame[start] !== quote) return undefined;
  start += 1;
  let end = start;
  while (isPlain(frame[end])) end += 1;
  if (frame[end] !== quote) return undefined;
  const name = frame.toString('latin1', start, end);
  if (name.length <= maxRecentLength) recent[slot] = { beginning: Buffer.from(frame.subarray(0, end + 1)), name };
  return name;
}

/**
 * The number of an event, without parsing its frame; `undefined` when the frame does not end with a plain number.
 *
 * It is read backwards, so that no text written by a person can pass for it: the last brace closes the frame, so the
 * digits before it are outside any text, and a quote that follows a comma opens the key and is not escaped.
 */
export function readSeq(frame: Buffer): number | undefined {
  let at = frame.length - 1;
  // Mattermost ends its frames with a line break.
  while (isSpace(frame[at])) at -= 1;
  if (frame[at] !== brace) return undefined;
  at -= 1;

  const end = at;
  let seq = 0;
  for (let unit = 1; isDigit(frame[at]) && end - at < maxDigits; at -= 1, unit *= 10) {
    seq += ((frame[at] ?? 0) - zero) * unit;
  }
  if (at === end) return undefined;

  if (frame[at] === blank) at -= 1;
  at -= seqKey.length;
  if (!holds(frame, at + 1, seqKey)) return undefined;
  if (frame[at] === blank) at -= 1;
  return frame[at] === comma ? seq : undefined;
}

function holds(frame: Buffer, at: number, bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i += 1) if (frame[at + i] !== bytes[i]) return false;
  return true;
}

function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && byte >= blank && byte < del && byte !== quote && byte !== backslash;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}

function isSpace(byte: number | undefined): boolean {
  return byte === blank || byte === lineFeed || byte === carriageReturn || byte === tab;
}
