import { isObject } from '../json.ts';
import { userById } from '../world/users.ts';
import type { World } from '../world/world.ts';
import type { CommandAnswer } from './command-answer.ts';

/** Turns links like `<url|text>` into Markdown. */
export function withoutSlackLinks(text: string): string {
  return text.replace(/<([^<|]+)\|([^>]+)>/g, '[$2]($1)');
}

/**
 * The answer of a command as its caller gets it: mentions as in Slack are plain ones, and links in attachments are Markdown.
 * Links in the text stay until the answer is posted.
 */
export function withSlackText(world: World, answer: CommandAnswer): CommandAnswer {
  const { skip_slack_parsing, text, attachments } = answer;
  const mentions = (given: string): string => (skip_slack_parsing ? given : withoutSlackMentions(world, given));
  const plain = (value: unknown): unknown => (typeof value === 'string' ? mentions(withoutSlackLinks(value)) : value);
  return {
    ...answer,
    text: mentions(text),
    attachments:
      attachments?.map(one => {
        if (!isObject(one)) return one;
        const { fields, ...rest } = one;
        return {
          ...rest,
          ...Object.fromEntries(['pretext', 'text', 'title'].map(key => [key, plain(rest[key])])),
          fields: Array.isArray(fields) ? fields.map(field => ({ ...field, value: textOf(plain(field.value)) })) : null,
        };
      }) ?? null,
  };
}

/** Like Go, which writes any value of a field as a text. */
function textOf(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function withoutSlackMentions(world: World, text: string): string {
  return text
    .replace(/<!(channel|here|all)>/g, '@$1')
    .replace(/<@(\w+)>/g, (whole, id: string) => (world.users.has(id) ? `@${userById(world, id).username}` : whole));
}
