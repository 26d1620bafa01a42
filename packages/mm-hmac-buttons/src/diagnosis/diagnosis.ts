/** Why a signed context is not accepted; stable across releases, so safe to switch on. */
export type TokenProblem =
  /** The context is not an object, or it is nested too deeply. */
  | 'malformed'
  /** There is no `_token`, or it is not a text. */
  | 'missing-token'
  /** The `_token` is not 64 lower-case hex digits. */
  | 'malformed-token'
  /** The script signed JSON with spaces or indentation in it. */
  | 'spaces'
  /** The script signed a line break behind the JSON. */
  | 'line-break'
  /** The script signed JSON without sorting its keys, or without sorting those of inner objects. */
  | 'unsorted-keys'
  /** The script signed JSON in the default form of PHP, .NET or Java, which escapes more characters. */
  | 'other-serialiser'
  /** The script did not sign all fields. */
  | 'unsigned-fields'
  /** A number is beyond 2^53, and Mattermost rounded it. */
  | 'rounded-number'
  /** The script used this bot's token, but not the secret that is derived from it. */
  | 'wrong-secret'
  /** The script used the token of one of the other bots that were given. */
  | 'other-bot'
  /** The context differs from the original that was given. */
  | 'changed'
  /** None of the known mistakes: a changed field, another bot's token or an unknown JSON writer. */
  | 'unexplained';

/** What else is known about the context. With more of it, the diagnosis is more exact. */
export interface DiagnoseOptions {
  /** The access token of the bot whose gateway receives the clicks. */
  botToken: string;
  /** The `type` that Mattermost sent with the context. For `select`, `selected_option` is ignored. @default 'button' */
  type?: string | undefined;
  /** The context as it was signed: then the diagnosis names the fields that differ. */
  original?: unknown;
  /** Tokens of other bots that the script may have used by mistake. */
  otherBotTokens?: readonly string[] | undefined;
}

/** The result of {@link diagnoseContext}. */
export interface TokenDiagnosis {
  /** Whether the gateway accepts the context. */
  readonly ok: boolean;
  /** What is wrong; `undefined` when nothing is. */
  readonly problem: TokenProblem | undefined;
  /** The top-level fields of the context that the problem is about. */
  readonly fields: readonly string[];
  /** The problem and the fix, for people. Contains neither the token nor the secret. */
  readonly message: string;
}

/** A diagnosis of a context that the gateway does not accept. */
export function found(problem: TokenProblem, fields: readonly string[], message: string): TokenDiagnosis {
  return { ok: false, problem, fields, message };
}
