import { quietChannelMentions } from '@clawmost/mm-policy';
import type { MattermostAccount } from '../config/accounts.ts';
import type { Answer } from './answer.ts';

/** The text as it is posted. What the agent wrote notifies no whole channel, unless the settings allow it. */
export function sendableText({ text, isFromOperator }: Answer, { config }: MattermostAccount): string {
  const storable = storableText(text);
  return isFromOperator || config.allowChannelMentions ? storable : quietChannelMentions(storable);
}

/** Replaces what no server can store by `�`: the character NUL, and halves of characters. Commands print such bytes. */
function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
