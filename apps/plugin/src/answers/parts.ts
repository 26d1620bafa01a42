import { quietChannelMentions } from '@clawmost/mm-policy';
import { convertMarkdownTables } from 'openclaw/plugin-sdk/text-chunking';
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
  const { config } = settings;
  const unsent = files.flatMap(file => (file.is === 'unsent' ? texts.fileNotSent(file) : []));
  const storable = storableText([text, unsent.join('\n')].filter(each => each.trim() !== '').join('\n\n'));
  const written = inTableMode(storable, config.markdown?.tables);
  const isLoud = isFromOperator || config.allowChannelMentions;
  const limit = Math.min(config.textChunkLimit ?? maxPostSize, maxPostSize);
  return splitText(isLoud ? written : quietChannelMentions(written), limit, config.streaming?.chunkMode);
}

/** Mattermost shows tables, so that they stay as they are unless the settings say otherwise. */
function inTableMode(
  text: string,
  mode: NonNullable<MattermostAccount['config']['markdown']>['tables'] = 'off',
): string {
  if (mode === 'off') return text;
  // OpenClaw takes `block` as `code` where a channel has no other form for it.
  return convertMarkdownTables(text, mode === 'block' ? 'code' : mode);
}

/** Replaces what no server can store by `�`: the character NUL, and halves of characters. Commands print such bytes. */
function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
