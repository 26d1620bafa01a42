/** A message as OpenAI-compatible APIs carry it. */
export interface ChatMessage {
  readonly role: string;
  readonly content: string | readonly { readonly type: string; readonly text?: string }[] | null;
}

/** OpenClaw sends what it knows about a conversation as messages that begin like this. */
const internalContext = '<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>';

/** Facts that OpenClaw puts before the person's text: the time, and blocks of JSON under a marked heading. */
const facts = /^(?:\[[^\]\n]*\] )?(?:[^\n]*⟦openclaw:ctx⟧\n```json\n[\s\S]*?\n```\s*)*/;

/** What OpenClaw adds after the text in the first turn of a session. */
const runtime = /\n\nRuntime: agent=[^\n]*$/;

/** Whether a message is not a person's, but what OpenClaw tells the model of the conversation, such as earlier posts. */
export function isInternalContext(message: ChatMessage): boolean {
  return message.role === 'user' && textOf(message).startsWith(internalContext);
}

/** The last text of the person, without the context that OpenClaw puts around it. */
export function lastUserText(messages: readonly ChatMessage[]): string {
  const users = messages.filter(message => message.role === 'user' && !isInternalContext(message)).map(textOf);
  const last = users.at(-1) ?? '';
  return last.replace(facts, '').replace(runtime, '').trim();
}

function textOf({ content }: ChatMessage): string {
  if (content === null) return '';
  if (typeof content === 'string') return content;
  return content.map(part => part.text ?? '').join('');
}
