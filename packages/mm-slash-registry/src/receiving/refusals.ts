import { type CommandResponse, jsonResponse } from './request.ts';

/** Why a call was refused; stable across releases, so safe to switch on. */
export type RefusalCode =
  | 'method-not-allowed'
  | 'unsupported-type'
  | 'not-ready'
  | 'too-many-requests'
  | 'body-too-large'
  | 'body-timeout'
  | 'invalid-body'
  | 'unknown-token'
  | 'token-mismatch'
  | 'wrong-command'
  | 'not-current'
  | 'unconfirmed'
  | 'too-many-look-ups'
  | 'ambiguous-token'
  | 'handler-failed';

/** The reason for a refused call. */
export interface Refusal {
  /** The reason, for a `switch`. */
  readonly code: RefusalCode;
  /** The reason, for a log. It contains nothing that the sender wrote. */
  readonly message: string;
}

/** The texts of refusals. The server shows people a status other than 200 as a failed command, without the text. */
interface RefusalAnswer {
  readonly status: number;
  readonly text: string;
  readonly log: string;
}

const invalidToken = { status: 401, text: 'Unauthorized: invalid command token.' };
const tooMany = { status: 429, text: 'Too Many Requests' };

const refusals: Readonly<Record<RefusalCode, RefusalAnswer>> = {
  'method-not-allowed': { status: 405, text: 'Method Not Allowed', log: 'commands are sent with POST' },
  'unsupported-type': {
    status: 415,
    text: 'Unsupported Media Type',
    log: 'the body is neither a form nor JSON by its content type',
  },
  'not-ready': {
    status: 503,
    text: 'Slash commands are not yet initialized. Please try again in a moment.',
    log: 'no commands are registered',
  },
  'too-many-requests': { ...tooMany, log: 'too many calls at the same time' },
  'body-too-large': { status: 413, text: 'Payload Too Large', log: 'the body is too large' },
  'body-timeout': { status: 408, text: 'Request body timeout', log: 'the body did not arrive in time' },
  'invalid-body': {
    status: 400,
    text: 'Invalid slash command payload.',
    log: 'the body is incomplete, or not in the form that Mattermost sends',
  },
  'unknown-token': { ...invalidToken, log: 'no command has the token' },
  'token-mismatch': { ...invalidToken, log: 'the token of the header is not that of the body' },
  'wrong-command': { ...invalidToken, log: 'the token belongs to another command or team' },
  'not-current': { ...invalidToken, log: 'the server does not have the command like this any more' },
  unconfirmed: { ...invalidToken, log: 'the server did not confirm the command' },
  'too-many-look-ups': { ...tooMany, log: 'too many calls of one command had to be confirmed' },
  'ambiguous-token': {
    status: 409,
    text: 'Conflict: the command token is not unique across accounts.',
    log: 'two accounts have a command with this token',
  },
  'handler-failed': {
    status: 200,
    text: 'The command could not be processed. Please try again.',
    log: 'the handler failed',
  },
};

/** Makes a refusal. */
export function refuse(code: RefusalCode): Refusal {
  return { code, message: refusals[code].log };
}

/** The answer to a refused call. */
export function refusalResponse(code: RefusalCode): CommandResponse {
  const { status, text } = refusals[code];
  const headers = status === 405 ? { allow: 'POST' } : status === 503 || status === 429 ? { 'retry-after': '5' } : {};
  return jsonResponse(status, { response_type: 'ephemeral', text, skip_slack_parsing: true }, headers);
}
