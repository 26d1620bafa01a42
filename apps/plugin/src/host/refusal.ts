/**
 * Whether a text is OpenClaw's own notice that a message got no turn or no answer. Answers of the agent come with
 * `assistantMessageIndex`, notices of OpenClaw without it.
 */
export function isHostRefusal(
  text: string,
  info: { readonly kind: string; readonly assistantMessageIndex?: number },
): boolean {
  if (info.kind !== 'final' || info.assistantMessageIndex !== undefined) return false;
  return /^⚠️ OpenClaw couldn['’]t produce or deliver a reply\b/.test(text);
}
