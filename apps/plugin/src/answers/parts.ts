import { quietChannelMentions } from '@clawmost/mm-policy';
import type { MattermostAccount } from '../config/accounts.ts';
import type { Answer } from './answer.ts';
import { splitText } from './split.ts';

/**
 * The texts of the posts of an answer. What the agent wrote notifies no whole channel, unless the settings allow it.
 */
export function partsOf(
  { text, isFromOperator }: Pick<Answer, 'text' | 'isFromOperator'>,
  { settings, maxPostSize }: { readonly settings: Pick<MattermostAccount, 'config'>; readonly maxPostSize: number },
): string[] {
  const storable = storableText(text);
  const isLoud = isFromOperator || settings.config.allowChannelMentions;
  return splitText(isLoud ? storable : quietChannelMentions(storable), maxPostSize);
}

/** Replaces what no server can store by `�`: the character NUL, and halves of characters. Commands print such bytes. */
function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
