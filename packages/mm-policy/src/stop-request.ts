import { findMentions } from './mentions.ts';
import { stripMentions } from './strip-mentions.ts';

/** The texts by which people stop a running turn, as OpenClaw knows them, in lower case and without punctuation. */
const stopTexts: ReadonlySet<string> = new Set([
  ...['stop', 'esc', 'abort', 'exit', 'interrupt', 'halt', '/stop'],
  ...['stop openclaw', 'openclaw stop', 'stop action', 'stop current action', 'stop run', 'stop current run'],
  ...['stop agent', 'stop the agent', "stop don't do anything", 'stop dont do anything', 'stop do not do anything'],
  ...['stop doing anything', 'do not do that', 'please stop', 'stop please'],
  // German, French, Spanish and Portuguese
  ...['anhalten', 'aufhören', 'hoer auf', 'stopp', 'arrete', 'arrête', 'detente', 'deten', 'detén', 'pare'],
  // Chinese, Japanese, Hindi, Arabic and Russian
  ...['停止', '停下来', '暂停', 'やめて', '止めて', 'रुको', 'توقف'],
  ...['стоп', 'остановись', 'останови', 'остановить', 'прекрати'],
]);

/** Longer texts are not compared. */
const maxLength = 100;

/**
 * Whether a message is nothing but a request to stop, such as `stop`, `please stop!` or `/stop`. Case, punctuation at the
 * end and a mention of `botName` do not matter. A sentence that only contains such a word is not a request.
 */
export function isStopRequest(message: string, botName?: string): boolean {
  const text = botName === undefined ? message : stripMentions(message, findMentions(message, [botName]));
  if (text.length > maxLength) return false;
  return stopTexts.has(
    text
      .toLowerCase()
      .replace(/[’`]/g, "'")
      .replace(/[\s\p{Cf}]+/gu, ' ')
      .replace(/[.!?！？…,，。;；:：'"’”)\]}]+\s*$/u, '')
      .trim(),
  );
}
