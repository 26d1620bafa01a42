import { channelMentions, findMentions } from './mentions.ts';

/** A space without a width: after an `@` it ends the mention, and it is invisible. */
const zeroWidthSpace = '\u200B';

/**
 * Makes `@all`, `@channel` and `@here` notify no person; the words stay readable. Use it on what a model wrote before it is
 * posted: a server notifies the whole channel where bots have the permission
 * `use_channel_mentions`, which they have by default, and it has no way to switch that off for one post.
 *
 * Code stays as it is, because the server finds no mentions there. Mentions of people and groups stay, too.
 */
export function quietChannelMentions(message: string): string {
  let quiet = '';
  let at = 0;
  for (const { start, end } of findMentions(message, channelMentions)) {
    // The sign may be written as a character reference, such as `&#64;`.
    const sign = /^(?:[@＠]|&[^;]*;)/.exec(message.slice(start, end))?.[0].length ?? 1;
    quiet += message.slice(at, start + sign) + zeroWidthSpace;
    at = start + sign;
  }
  return quiet + message.slice(at);
}
