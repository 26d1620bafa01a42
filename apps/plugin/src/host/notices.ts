/**
 * What the host says by itself after a restart: that it resumes a turn, that it cannot say whether an answer arrived,
 * that it gives a session up. Nothing but the words tells these from answers.
 */
const notices: readonly string[] = [
  "I'm continuing your interrupted request now (the gateway has just restarted).",
  'I couldn’t confirm whether my previous reply reached this chat, so I won’t resend it automatically.',
  "I couldn't continue this session after a gateway restart.",
  'My session in this room ended during restart recovery.',
];

/** Whether a text is such a notice, and so not the answer to anything. `messages.responsePrefix` may stand before it. */
export function isHostsNotice(text: string): boolean {
  const words = plain(text);
  return notices.some(notice => words.slice(0, longestPrefix + notice.length).includes(plain(notice)));
}

/** An agent that speaks of such a notice later in its answer still answers. */
const longestPrefix = 80;

function plain(text: string): string {
  return text.replaceAll('’', "'").trim();
}
