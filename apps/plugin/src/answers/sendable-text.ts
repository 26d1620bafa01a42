/** Replaces what no server can store by `�`: the character NUL, and halves of characters. Commands print such bytes. */
export function sendableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
