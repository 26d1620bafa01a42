/**
 * Whether a text is what OpenClaw says when a message got neither a turn nor an answer. The agent's own answers come with
 * `assistantMessageIndex`, what OpenClaw says by itself without it.
 */
export function isHostsRefusal(
  text: string,
  info: { readonly kind: string; readonly assistantMessageIndex?: number },
): boolean {
  if (info.kind !== 'final' || info.assistantMessageIndex !== undefined) return false;
  return /^⚠️ OpenClaw couldn['’]t produce or deliver a reply\b/.test(text);
}
