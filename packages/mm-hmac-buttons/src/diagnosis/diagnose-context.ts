import { documentedSerialiser } from '../signing/canonical.ts';
import { isJsonObject, isWithinDepth, type JsonObject } from '../signing/json.ts';
import { checkSecret, computeToken, deriveSecret, mistakenSecrets } from '../signing/secret.ts';
import { type Serialiser, serialise } from '../signing/serialiser.ts';
import { goText, javaScriptText, jqText, pythonText } from '../signing/text-escapes.ts';
import { verifySignature } from '../signing/verify.ts';
import { findRoundedNumber } from './rounded-numbers.ts';
import { findUnsignedFields } from './unsigned-fields.ts';

/** Why a signed context is not accepted; stable across releases, so safe to switch on. */
export type TokenProblem =
  /** The context is not an object, or it is nested too deeply. */
  | 'malformed'
  /** There is no `_token`, or it is not a text. */
  | 'missing-token'
  /** The `_token` is not 64 lower-case hex digits. */
  | 'malformed-token'
  /** The script signed JSON with spaces in it. */
  | 'spaces'
  /** The script signed JSON without sorting its keys. */
  | 'unsorted-keys'
  /** The script did not sign all fields. */
  | 'unsigned-fields'
  /** A number is beyond 2^53, and Mattermost rounded it. */
  | 'rounded-number'
  /** The script used this bot's token, but not the secret derived from it. */
  | 'wrong-secret'
  /** The script used the token of one of the other bots that were given. */
  | 'other-bot'
  /** The context differs from the original that was given. */
  | 'changed'
  /** The context was changed after signing, or signed for another bot: without an original, nothing shows which. */
  | 'changed-or-other-bot';

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

/**
 * Finds out why a gateway does not accept a context, by trying the mistakes that people make with the documented recipe.
 * For authors of scripts; a receiver only needs {@link verifyContext}.
 */
export function diagnoseContext(context: unknown, options: DiagnoseOptions): TokenDiagnosis {
  const secret = deriveSecret(options.botToken);
  const isSelect = options.type === 'select';
  const verdict = verifySignature(context, [secret], isSelect);
  if (verdict.ok) return { ok: true, problem: undefined, fields: [], message: 'accepted' };
  if (!isJsonObject(context) || !isWithinDepth(context)) {
    return found('malformed', [], 'the context must be a JSON object, nested no more than 32 levels deep');
  }
  const { _token: token, ...rest } = context;
  if (typeof token !== 'string') {
    const message = token === undefined ? 'missing _token in context: sign it' : '_token is not a text';
    return found('missing-token', [], message);
  }
  if (!/^[0-9a-f]{64}$/.test(token)) return found('malformed-token', [], problemOfToken(token));
  const { selected_option: _, ...withoutOption } = rest;
  return explain(isSelect ? withoutOption : rest, { token, secret, options, isSelect });
}

interface Clues {
  readonly token: string;
  readonly secret: string;
  readonly options: DiagnoseOptions;
  readonly isSelect: boolean;
}

function explain(signed: JsonObject, clues: Clues): TokenDiagnosis {
  const { token, secret, options, isSelect } = clues;
  const isSignedAs = (how: Partial<Serialiser>, writeText: Serialiser['writeText']): boolean =>
    computeToken(serialise(signed, { ...documentedSerialiser, writeText, ...how }), secret) === token;
  const spaced = { comma: ', ', colon: ': ' };
  if (textWriters.some(text => isSignedAs(spaced, text) || isSignedAs({ colon: ': ' }, text))) {
    const message = "the JSON was signed with spaces: leave them out (in Python, separators=(',', ':'))";
    return found('spaces', [], message);
  }
  if (
    textWriters.some(
      text => isSignedAs({ orderKeys: asWritten }, text) || isSignedAs({ orderKeys: asWritten, ...spaced }, text),
    )
  ) {
    return found('unsorted-keys', [], 'the JSON was signed without sorting its keys: Mattermost changes their order');
  }
  const unsigned = findUnsignedFields(signed, kept => textWriters.some(text => isSignature(kept, secret, text, token)));
  if (unsigned !== undefined) return found('unsigned-fields', unsigned, problemOfUnsigned(unsigned));
  const rounded = findRoundedNumber(signed, (one, writeNumber) =>
    textWriters.some(
      writeText => computeToken(serialise(one, { ...documentedSerialiser, writeText, writeNumber }), secret) === token,
    ),
  );
  if (rounded !== undefined) {
    const was = rounded.original === undefined ? '' : ` (it was ${rounded.original})`;
    return found('rounded-number', [rounded.field], `${rounded.field}: Mattermost rounded it${was}: make it a text`);
  }
  if (
    mistakenSecrets(options.botToken).some(other => textWriters.some(text => isSignature(signed, other, text, token)))
  ) {
    const recipe = 'HMAC-SHA256(key="openclaw-mattermost-interactions", data=botToken), as 64 hex digits';
    return found('wrong-secret', [], `signed with this bot's token, but not with its secret, which is ${recipe}`);
  }
  if (verifySignature({ ...signed, _token: token }, (options.otherBotTokens ?? []).map(deriveSecret), false).ok) {
    return found('other-bot', [], 'signed with the token of another bot: use that of the bot that receives the clicks');
  }
  const changed = findChanged(signed, options.original, { secret, isSelect });
  if (changed !== undefined) {
    return found('changed', changed, `changed after signing: ${changed.join(', ')}`);
  }
  const advice = 'give the original, or the tokens of your other bots, to learn which';
  return found(
    'changed-or-other-bot',
    [],
    `a field was changed after signing, or it was another bot's token: ${advice}`,
  );
}

const textWriters = [javaScriptText, pythonText, goText, jqText];
const asWritten = (keys: string[]): string[] => keys;

function findChanged(
  context: JsonObject,
  original: unknown,
  { secret, isSelect }: { secret: string; isSelect: boolean },
): string[] | undefined {
  const verdict = verifySignature(original, [checkSecret(secret)], isSelect);
  if (!verdict.ok) return undefined;
  const keys = new Set([...Object.keys(verdict.context), ...Object.keys(context)]);
  const changed = [...keys].filter(key => write(verdict.context, key) !== write(context, key));
  return changed.length === 0 ? ['_token'] : changed.sort();
}

function write(context: JsonObject, key: string): string | undefined {
  const value = Object.hasOwn(context, key) ? context[key] : undefined;
  return value === undefined ? undefined : serialise(value, documentedSerialiser);
}

function isSignature(context: JsonObject, secret: string, writeText: Serialiser['writeText'], token: string): boolean {
  return computeToken(serialise(context, { ...documentedSerialiser, writeText }), secret) === token;
}

function problemOfToken(token: string): string {
  if (/^[0-9a-fA-F]{64}$/.test(token)) return '_token must be in lower case';
  if (/^[0-9a-f]*$/.test(token)) return `_token has ${token.length} of 64 hex digits`;
  return '_token must be the digest as 64 hex digits';
}

function problemOfUnsigned(fields: readonly string[]): string {
  const hint = fields.includes('selected_option') ? ' (selected_option comes with type "select")' : '';
  return `not all fields were signed: ${fields.join(', ')}${hint}: sign all but _token`;
}

function found(problem: TokenProblem, fields: readonly string[], message: string): TokenDiagnosis {
  return { ok: false, problem, fields, message };
}
