import { type InteractionResponse, jsonResponse } from './request.ts';
import { isText, type ReceiverTexts } from './texts.ts';

/** Why a request was refused; stable across releases, so safe to switch on. */
export type RefusalCode =
  | 'not-found'
  | 'method-not-allowed'
  | 'forbidden-source'
  | 'too-many-requests'
  | 'body-too-large'
  | 'body-timeout'
  | 'invalid-body'
  | 'missing-context'
  | 'missing-action-id'
  | 'missing-token'
  | 'invalid-token'
  | 'tokens-off'
  | 'invalid-ticket'
  | 'account-mismatch'
  | 'channel-mismatch'
  | 'post-mismatch'
  | 'unknown-action'
  | 'unknown-option'
  | 'validation-failed'
  | 'authorization-failed'
  | 'handler-failed'
  | 'not-allowed'
  | 'unknown-ticket'
  | 'expired'
  | 'already-made';

/** The reason for a refused request. */
export interface Refusal {
  /** The reason, for a `switch`. */
  readonly code: RefusalCode;
  /** The reason, for a log. Contains nothing secret, and no header. */
  readonly message: string;
}

/** Answers with a status: the sender made a mistake, or this process failed. */
interface StatusAnswer {
  readonly status: number;
  readonly error: string;
  readonly log: string;
  /** A text for the person, which is sent in a 200 instead unless it is `null` in the options. */
  readonly text?: 'failed' | 'busy';
}

/** Answers with a text in a 200, because Mattermost shows people nothing for any other status. */
interface TextAnswer {
  readonly text: 'notAllowed' | 'expired' | 'alreadyMade';
  readonly log: string;
}

const refusals: Readonly<Record<RefusalCode, StatusAnswer | TextAnswer>> = {
  'not-found': { status: 404, error: 'Not Found', log: 'no interactions are received at this path' },
  'method-not-allowed': { status: 405, error: 'Method Not Allowed', log: 'interactions are sent with POST' },
  'forbidden-source': { status: 403, error: 'Forbidden origin', log: 'rejected callback source' },
  'too-many-requests': {
    status: 429,
    error: 'Too Many Requests',
    text: 'busy',
    log: 'too many interactions at the same time',
  },
  'body-too-large': { status: 413, error: 'Payload Too Large', log: 'the body is too large' },
  'body-timeout': { status: 408, error: 'Request body timeout', log: 'the body did not arrive in time' },
  'invalid-body': {
    status: 400,
    error: 'Invalid request body',
    log: 'the body is not in the form that Mattermost sends',
  },
  'missing-context': { status: 400, error: 'Missing context', log: 'missing context' },
  'missing-action-id': { status: 400, error: 'Missing action_id in context', log: 'missing action_id in context' },
  'missing-token': { status: 403, error: 'Missing token', log: 'missing _token in context' },
  'invalid-token': { status: 403, error: 'Invalid token', log: 'invalid _token' },
  'tokens-off': { status: 403, error: 'Invalid token', log: 'signed contexts are switched off' },
  'invalid-ticket': { status: 403, error: 'Invalid token', log: 'invalid ticket' },
  'account-mismatch': { status: 403, error: 'Unknown action', log: 'the ticket belongs to another account' },
  'channel-mismatch': { status: 403, error: 'Channel mismatch', log: 'the click comes from another channel' },
  'post-mismatch': { status: 403, error: 'Post/channel mismatch', log: 'the click comes from another post' },
  'unknown-action': { status: 403, error: 'Unknown action', log: 'Unknown action' },
  'unknown-option': { status: 403, error: 'Unknown option', log: 'the chosen option was not offered' },
  'validation-failed': {
    status: 500,
    error: 'Failed to validate interaction',
    text: 'failed',
    log: 'could not be validated',
  },
  'authorization-failed': {
    status: 500,
    error: 'Interaction authorization failed',
    text: 'failed',
    log: 'could not be authorized',
  },
  'handler-failed': { status: 500, error: 'Interaction handler failed', text: 'failed', log: 'the handler failed' },
  'not-allowed': { text: 'notAllowed', log: 'the person is not allowed' },
  'unknown-ticket': { text: 'expired', log: 'the store does not have this ticket' },
  expired: { text: 'expired', log: 'expired' },
  'already-made': { text: 'alreadyMade', log: 'the choice has been made already' },
};

/** Makes a refusal. `detail` is added to the log line. */
export function refuse(code: RefusalCode, detail?: string): Refusal {
  const { log } = refusals[code];
  return { code, message: detail === undefined ? log : `${log}: ${detail}` };
}

/**
 * The answer to a refused request: a status, or a text in a 200 where a person should read it.
 *
 * @param form `undefined` before the body is read. Then the text is in the fields of both forms.
 * @param text in place of the one in `texts`.
 */
export function refusalResponse(
  code: RefusalCode,
  form: 'click' | 'dialog' | undefined,
  texts: Readonly<ReceiverTexts>,
  text?: string,
): InteractionResponse {
  const refusal = refusals[code];
  const standard = refusal.text === undefined ? null : texts[refusal.text];
  const shown = standard !== null && isText(text) ? text : standard;
  if (shown !== null) return jsonResponse(200, textFields(form, shown));
  const { status = 200, error = '' } = 'status' in refusal ? refusal : {};
  return jsonResponse(status, { error }, status === 405 ? { allow: 'POST' } : {});
}

function textFields(form: 'click' | 'dialog' | undefined, text: string): object {
  const forClick = { ephemeral_text: text, skip_slack_parsing: true };
  if (form === 'click') return forClick;
  return form === 'dialog' ? { error: text } : { ...forClick, error: text };
}
