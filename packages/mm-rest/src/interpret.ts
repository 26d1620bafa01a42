import { adviseOnStatus, notMattermost } from './advice.ts';
import type { Body } from './body.ts';
import { type Content, describeContent, readContent } from './content.ts';
import {
  HttpError,
  PostGoneError,
  RateLimitedError,
  type RestError,
  type UnexpectedResponse,
  UnexpectedResponseError,
} from './errors.ts';
import type { CleanText } from './redact.ts';
import { readRetryAfter } from './retry-after.ts';
import { describeIssue, type Schema } from './schema.ts';

/** What the server sent back, not yet checked. */
export interface Answer extends Body {
  status: number;
  headers: Headers;
}

/** The server has this post already, by its `pending_post_id`, and cannot show it. */
const postGone = 'api.post.deduplicate_create_post.failed_to_get';

/**
 * Turns an answer into the value that the call asked for.
 *
 * @throws HttpError for a status of 400 or higher, UnexpectedResponseError for anything else that is not that value
 */
export async function interpret<T>(answer: Answer, schema: Schema<T>, label: string, cleanText: CleanText): Promise<T> {
  const { status, truncated } = answer;
  if (status >= 300) throw interpretRefusal(answer, label, cleanText);
  const content = readContent(answer.text);
  const unexpected = (found: UnexpectedResponse, what: string) =>
    new UnexpectedResponseError(what, label, { found, status });
  if (truncated) {
    throw unexpected('too-large', 'the answer is larger than maxResponseBytes; ask for less, or raise the limit');
  }
  if (content.kind === 'html' || content.kind === 'text') {
    throw unexpected('foreign', `${describeContent(content, quoteWith(cleanText))} instead of JSON; ${notMattermost}`);
  }
  const result = await validate(schema, content.kind === 'json' ? content.value : undefined).catch(cause => {
    const message = `the schema failed: ${cleanText(String(cause))}`;
    throw new UnexpectedResponseError(message, label, { found: 'other-shape', status, cause });
  });
  if (result.issues === undefined) return result.value;
  if (content.kind === 'empty') throw unexpected('foreign', `an empty body instead of JSON; ${notMattermost}`);
  const issue = cleanText(describeIssue(result.issues[0]));
  throw unexpected('other-shape', `JSON of another shape, ${issue}; ${notMattermost}`);
}

/** Also turns what a schema throws into a rejection. */
async function validate<T>(schema: Schema<T>, value: unknown) {
  return schema['~standard'].validate(value);
}

/** Turns an answer with a status of 300 or higher into an error. */
export function interpretRefusal(
  { status, headers, text: body }: Answer,
  label: string,
  cleanText: CleanText,
): RestError {
  if (status < 400) {
    const message = `a redirect (${status}), which is not followed; ${notMattermost}`;
    return new UnexpectedResponseError(message, label, { found: 'redirect', status });
  }
  const content = readContent(body);
  const { id, message, requestId } = readAppError(content, headers, cleanText);
  const advice = adviseOnStatus(status, id, content.kind === 'html');
  const said = `${status}, ${message}${id === undefined ? '' : ` (${id})`}`;
  const text = advice === undefined ? said : `${said}; ${advice}`;
  const details = { status, id, requestId };
  if (id === postGone) return new PostGoneError(text, label, details);
  if (status !== 429) return new HttpError(text, label, details);
  const retryAfterMs = readRetryAfter(headers.get('retry-after'), Date.now());
  return new RateLimitedError(text, label, { ...details, retryAfterMs });
}

/** The id, message and request id of an error answer. Checks each, because proxies and plugins send other bodies. */
function readAppError(content: Content, headers: Headers, cleanText: CleanText) {
  const read = (value: unknown) => (typeof value === 'string' && value !== '' ? cleanText(value) : undefined);
  const fields: Record<string, unknown> = content.kind === 'json' ? Object(content.value) : {};
  const message = read(fields['message']);
  const otherwise = () =>
    content.kind === 'json' ? 'JSON without a message' : describeContent(content, quoteWith(cleanText));
  return {
    id: read(fields['id']),
    message: message === undefined ? otherwise() : `"${message}"`,
    requestId: read(fields['request_id']) ?? read(headers.get('x-request-id')),
  };
}

function quoteWith(cleanText: CleanText): CleanText {
  return text => `"${cleanText(text)}"`;
}
