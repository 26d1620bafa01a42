/** As JavaScript writes a text, and Python with `ensure_ascii=False`. */
export function javaScriptText(text: string): string {
  return isPlain(text) ? `"${text}"` : JSON.stringify(text);
}

/**
 * Whether a text surely needs no escape. Most texts are short and plain, and looking at them is faster than calling
 * `JSON.stringify`.
 */
export function isPlain(text: string): boolean {
  if (text.length > 40) return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x5c || code >= 0xd800) return false;
  }
  return true;
}

/** As Python's `json.dumps` writes a text by default. */
export function pythonText(text: string): string {
  return escapeAlso(text, /[\x7f-\uffff]/g);
}

/** As jq writes a text. */
export function jqText(text: string): string {
  return escapeAlso(text, /\x7f/g);
}

/** As Go's `json.Marshal` writes a text: it escapes what has a meaning in HTML. */
export function goText(text: string): string {
  return escapeAlso(text, /[<>&\u2028\u2029]/g);
}

/** As Go writes a text after `SetEscapeHTML(false)`. */
export function goTextWithoutHtmlEscapes(text: string): string {
  return escapeAlso(text, /[\u2028\u2029]/g);
}

/** As Go before 1.22 wrote it: that version had no short form for these two. */
export function beforeGo122(write: (text: string) => string): (text: string) => string {
  return text =>
    write(text).replace(/\\(?:[\\"/nrtu]|[bf])/g, escaped => {
      if (escaped === '\\b') return '\\u0008';
      return escaped === '\\f' ? '\\u000c' : escaped;
    });
}

function escapeAlso(text: string, characters: RegExp): string {
  return JSON.stringify(text).replace(characters, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
