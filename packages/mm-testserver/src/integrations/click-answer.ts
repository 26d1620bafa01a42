import { AppError } from '../errors.ts';
import { parseFirstJson, parseJson } from '../json-reading.ts';
import { fieldsOf } from '../routes/fields.ts';
import type { Props } from '../world/posts.ts';
import type { World } from '../world/world.ts';
import { integrationFailed } from './call-integration.ts';

/** The answer of an integration to a click. */
export interface ClickAnswer {
  readonly update?: PostUpdate;
  readonly ephemeralText: string;
  /** Whether links like `<url|text>` stay as they are and do not become Markdown. */
  readonly skipsSlackParsing: boolean;
}

/** The new content of the post with the button. */
export interface PostUpdate {
  readonly message?: string | undefined;
  readonly props?: Props | undefined;
  readonly file_ids?: readonly string[] | undefined;
}

/** @throws {AppError} 400 for a body with any wrong type, even in a field that is not used. */
export function readAnswer({ traits }: World, text: string): ClickAnswer {
  const content = traits.wholeAnswersToClicks ? parseJson(text || 'null') : parseFirstJson(text);
  try {
    // `null` is a valid answer without content.
    const {
      update,
      ephemeral_text = '',
      skip_slack_parsing = false,
    } = fieldsOf(content === null ? {} : content, 'answer', {
      update: 'object',
      ephemeral_text: 'string',
      skip_slack_parsing: 'boolean',
    });
    const answer = { ephemeralText: ephemeral_text, skipsSlackParsing: skip_slack_parsing };
    return update ? { ...answer, update: readUpdate(update) } : answer;
  } catch (error) {
    throw error instanceof AppError ? integrationFailed() : error;
  }
}

// The server parses an update as a whole post, so the other fields must have the right types too.
const postFields = {
  id: 'string',
  create_at: 'number',
  update_at: 'number',
  edit_at: 'number',
  delete_at: 'number',
  is_pinned: 'boolean',
  has_reactions: 'boolean',
  user_id: 'string',
  channel_id: 'string',
  root_id: 'string',
  original_id: 'string',
  type: 'string',
  hashtags: 'string',
  pending_post_id: 'string',
  message: 'string',
  props: 'object',
  file_ids: 'strings',
} as const;

function readUpdate(update: Props): PostUpdate {
  const { message, props, file_ids } = fieldsOf(update, 'update', postFields);
  return { message, props, file_ids };
}
