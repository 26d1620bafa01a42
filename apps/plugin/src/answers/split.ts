/**
 * Cuts a text into parts that a server takes, at the last line break or blank that fits. The server counts code points,
 * not bytes and not UTF-16 units.
 */
export function splitText(text: string, maxPostSize: number): string[] {
  const parts: string[] = [];
  let rest = Array.from(text);
  while (rest.length > maxPostSize) {
    const cut = lastBreak(rest, maxPostSize);
    parts.push(rest.slice(0, cut).join('').trimEnd());
    rest = Array.from(
      rest
        .slice(cut)
        .join('')
        .replace(/^\s*\n|^ /, ''),
    );
  }
  parts.push(rest.join(''));
  return parts.filter(part => part !== '');
}

/** Where to cut: after a line break in the second half, else after a blank, else at the limit. */
function lastBreak(characters: readonly string[], limit: number): number {
  const half = Math.floor(limit / 2);
  for (const mark of ['\n', ' ']) {
    const at = characters.lastIndexOf(mark, limit - 1);
    if (at >= half) return at + 1;
  }
  return limit;
}
