import { quietChannelMentions } from '@clawmost/mm-policy';
import type { MattermostAccount } from '../config/accounts.ts';
import { texts } from '../texts.ts';
import type { ReadyAnswer } from './answer.ts';
import { splitText } from './split.ts';

/**
 * The texts of the posts of an answer; the last one names the files that could not be sent. What the agent wrote notifies no
 * whole channel, unless the settings allow it.
 */
export function partsOf(
  { text, files = [], isFromOperator }: Pick<ReadyAnswer, 'text' | 'files' | 'isFromOperator'>,
  { settings, maxPostSize }: { readonly settings: Pick<MattermostAccount, 'config'>; readonly maxPostSize: number },
): string[] {
  const unsent = files.flatMap(file => (file.is === 'unsent' ? texts.fileNotSent(file) : []));
  const storable = storableText([text, unsent.join('\n')].filter(each => each.trim() !== '').join('\n\n'));
  const isLoud = isFromOperator || settings.config.allowChannelMentions;
  return splitText(isLoud ? storable : quietChannelMentions(storable), maxPostSize);
}

/** Replaces what no server can store by `�`: the character NUL, and halves of characters. Commands print such bytes. */
function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
