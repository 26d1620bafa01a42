/** As JavaScript writes it, and Python with `ensure_ascii=False`. */
export function asJson(text: string): string {
  return isPlain(text) ? `"${text}"` : JSON.stringify(text);
}

/** Whether a text is known to need no escape: most are short and plain, and looking is faster than asking the engine. */
export function isPlain(text: string): boolean {
  if (text.length > 40) return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x5c || code >= 0xd800) return false;
  }
  return true;
}

/** As Python's `json.dumps` writes it by default. */
export function asAscii(text: string): string {
  return escapeMore(text, /[\x7f-\uffff]/g);
}

/** As jq writes it. */
export function asJq(text: string): string {
  return escapeMore(text, /\x7f/g);
}

/** As Go's `json.Marshal` writes it: what HTML could trip over is escaped. */
export function asGo(text: string): string {
  return escapeMore(text, /[<>&\u2028\u2029]/g);
}

/** As Go writes it after `SetEscapeHTML(false)`. */
export function asGoWithoutHtml(text: string): string {
  return escapeMore(text, /[\u2028\u2029]/g);
}

/** As Go before 1.22 wrote it, which had no short form for these two. */
export function beforeGo122(write: (text: string) => string): (text: string) => string {
  return text =>
    write(text).replace(/\\(?:[\\"/nrtu]|[bf])/g, escaped => {
      if (escaped === '\\b') return '\\u0008';
      return escaped === '\\f' ? '\\u000c' : escaped;
    });
}

function escapeMore(text: string, which: RegExp): string {
  return JSON.stringify(text).replace(which, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
