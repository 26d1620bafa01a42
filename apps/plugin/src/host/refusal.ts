/** How OpenClaw's notices begin that a message got no turn or no answer, and can be tried again. */
const refusals = [
  /^⚠️ OpenClaw couldn['’]t produce or deliver a reply\b/,
  /^⚠️ Previous run is still shutting down\b/,
  /^⚠️ Gateway is restarting\b/,
];

/**
 * Whether a text is OpenClaw's own notice that a message got no turn or no answer. Answers of the agent come with
 * `assistantMessageIndex`, notices of OpenClaw without it.
 */
export function isHostRefusal(
  text: string,
  info: { readonly kind: string; readonly assistantMessageIndex?: number },
): boolean {
  if (info.kind !== 'final' || info.assistantMessageIndex !== undefined) return false;
  return refusals.some(refusal => refusal.test(text));
}
