import { AppError } from '../errors.ts';
import { isObject } from '../json.ts';
import { parseJson } from '../json-reading.ts';
import { fieldsOf } from '../routes/fields.ts';
import { withFullAttachments } from '../world/attachments.ts';
import type { Props } from '../world/posts.ts';
import type { World } from '../world/world.ts';
import type { OutgoingAnswer } from './outgoing.ts';

/** The answer of a command, as the caller gets it too. */
export interface CommandAnswer {
  readonly response_type: string;
  readonly text: string;
  readonly username: string;
  readonly channel_id: string;
  readonly icon_url: string;
  readonly type: string;
  readonly props: Props | null;
  readonly goto_location: string;
  readonly trigger_id: string;
  readonly skip_slack_parsing: boolean;
  readonly attachments: readonly unknown[] | null;
  readonly extra_responses: readonly CommandAnswer[] | null;
}

/** An answer that is a text alone. */
export function textAnswer(text: string, more: Partial<CommandAnswer> = {}): CommandAnswer {
  return {
    response_type: '',
    text,
    username: '',
    channel_id: '',
    icon_url: '',
    type: '',
    props: null,
    goto_location: '',
    trigger_id: '',
    skip_slack_parsing: false,
    attachments: null,
    extra_responses: null,
    ...more,
  };
}

/**
 * Reads the answer of an integration: JSON only with exactly that content type, otherwise a text for the caller.
 *
 * @throws {AppError} 500 for JSON that is empty, malformed or of wrong types.
 */
export function readCommandAnswer(
  { newId }: Pick<World, 'newId'>,
  { contentType, body }: Pick<OutgoingAnswer, 'contentType' | 'body'>,
): CommandAnswer {
  if (contentType.split(';')[0]?.trim() !== 'application/json') return textAnswer(body);
  const content = parseJson(body);
  if (content === null) return textAnswer('');
  return answerOf(content, newId);
}

function answerOf(content: unknown, newId: () => string): CommandAnswer {
  if (!isObject(content)) throw new AppError(500, 'unreadable', 'The answer is no object.');
  const { props, attachments, extra_responses } = content;
  const fields = fieldsOf(content, 'answer', {
    response_type: 'string',
    text: 'string',
    username: 'string',
    channel_id: 'string',
    icon_url: 'string',
    type: 'string',
    goto_location: 'string',
    trigger_id: 'string',
    skip_slack_parsing: 'boolean',
  });
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return textAnswer('', {
    ...Object.fromEntries(present),
    props: props == null ? null : isObject(props) ? props : unreadable(),
    attachments: fullAttachments(listIn(attachments), newId),
    extra_responses: listIn(extra_responses)?.map(one => answerOf(one, newId)) ?? null,
  });
}

/** The attachments with all their fields, and with the integrations of their buttons: the caller gets them too. */
function fullAttachments(attachments: readonly unknown[] | null, newId: () => string): readonly unknown[] | null {
  const { attachments: full } = withFullAttachments({ attachments }, newId);
  return Array.isArray(full) ? full : attachments && [];
}

function listIn(value: unknown): readonly unknown[] | null {
  if (value == null) return null;
  return Array.isArray(value) ? value : unreadable();
}

function unreadable(): never {
  throw new AppError(500, 'unreadable', 'A field of the answer has the wrong type.');
}
