/** Code spans and blocks: what stands in them is not addressed to anyone. */
const code = /(```|~~~)[\s\S]*?(?:\1|$)|(`+)(?!`)[\s\S]*?(?<!`)\2(?!`)/g;

/**
 * Whether a message addresses `@username`, by the server's rules: case does not count, nor do `.`, `-`, `_` and `:` at
 * the ends of the word, and nothing inside code counts.
 */
export function mentions(message: string, username: string): boolean {
  const words =
    message
      .replace(code, ' ')
      .toLowerCase()
      .match(/@[a-z0-9.\-_:]+/g) ?? [];
  return words.some(word => word.slice(1).replace(/[.\-_:]+$/, '') === username || word.slice(1) === username);
}

/** The message without its `@username`, the rest left as it was written. */
export function stripMention(message: string, username: string): string {
  const name = username.replace(/[.]/g, '\\.');
  return message.replace(new RegExp(`(^|[\\s(])@${name}(?![a-z0-9_-])[:,]?[ \\t]*`, 'gi'), '$1').trim();
}
