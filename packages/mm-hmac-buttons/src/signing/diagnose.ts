import { documented } from './canonical.ts';
import { isJsonObject, isWithinDepth, type JsonObject } from './json.ts';
import { findRounded } from './rounded.ts';
import { checkSecret, computeToken, deriveSecret, looseSecrets } from './secret.ts';
import { asAscii, asGo, asJq, asJson } from './texts.ts';
import { findUnsigned } from './unsigned.ts';
import { verifySignature } from './verify.ts';
import { type Writing, writeJson } from './write-json.ts';

/** What is wrong with a signed context, in a word. */
export type TokenProblem =
  /** It is no object, or nested too deep. */
  | 'malformed'
  /** There is no `_token`, or it is not a text. */
  | 'missing-token'
  /** The `_token` is not 64 lower-case hex digits. */
  | 'malformed-token'
  /** The JSON was signed with spaces in it. */
  | 'spaces'
  /** The JSON was signed with its keys in the order in which they were written. */
  | 'unsorted-keys'
  /** Not all fields were signed. */
  | 'unsigned-fields'
  /** A number was beyond 2^53 and came back rounded. */
  | 'rounded-number'
  /** Signed with this bot's token, but not with the secret derived from it. */
  | 'wrong-secret'
  /** Signed with the token of one of the other bots that were given. */
  | 'other-bot'
  /** Differs from the original that was given. */
  | 'changed'
  /** Changed after signing, or signed for another bot: nothing tells which. */
  | 'changed-or-other-bot';

/** What is known beside the context. The more, the more exact the diagnosis. */
export interface DiagnoseOptions {
  /** The access token of the bot whose gateway receives the clicks. */
  botToken: string;
  /** The `type` that Mattermost sent beside the context; `select` takes out `selected_option`. @default 'button' */
  type?: string | undefined;
  /** The context as it was signed, to name the fields that differ. */
  original?: unknown;
  /** Tokens of other bots by which it may have been signed by mistake. */
  otherBotTokens?: readonly string[] | undefined;
}

/** What is wrong with a signed context, and what to do. */
export interface TokenDiagnosis {
  /** Whether the gateway accepts it. */
  readonly ok: boolean;
  /** What is wrong; `undefined` when nothing is. */
  readonly problem: TokenProblem | undefined;
  /** The fields that it is about, at the top level of the context. */
  readonly fields: readonly string[];
  /** The same for people, with what to do. */
  readonly message: string;
}

/**
 * Says why a context is not accepted, by trying the mistakes that people make when they follow the documented recipe.
 * For scripts and their authors; a receiver only needs {@link verifyContext}.
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
  const isSignedAs = (how: Partial<Writing>, text: (text: string) => string): boolean =>
    computeToken(writeJson(signed, { ...documented, text, ...how }), secret) === token;
  const spaced = { comma: ', ', colon: ': ' };
  if (texts.some(text => isSignedAs(spaced, text) || isSignedAs({ colon: ': ' }, text))) {
    const message = "the JSON was signed with spaces: leave them out (in Python, separators=(',', ':'))";
    return found('spaces', [], message);
  }
  if (texts.some(text => isSignedAs({ sort: asWritten }, text) || isSignedAs({ sort: asWritten, ...spaced }, text))) {
    return found('unsorted-keys', [], 'the JSON was signed without sorting its keys: Mattermost changes their order');
  }
  const unsigned = findUnsigned(signed, kept => texts.some(text => isTokenUnder(kept, secret, text, token)));
  if (unsigned !== undefined) return found('unsigned-fields', unsigned, problemOfUnsigned(unsigned));
  const rounded = findRounded(signed, (text, number) =>
    texts.some(how => computeToken(writeJson(text, { ...documented, text: how, number }), secret) === token),
  );
  if (rounded !== undefined) {
    const was = rounded.original === undefined ? '' : ` (it was ${rounded.original})`;
    return found('rounded-number', [rounded.field], `${rounded.field}: Mattermost rounded it${was}: make it a text`);
  }
  if (looseSecrets(options.botToken).some(other => texts.some(text => isTokenUnder(signed, other, text, token)))) {
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

const texts = [asJson, asAscii, asGo, asJq];
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
  return value === undefined ? undefined : writeJson(value, documented);
}

function isTokenUnder(context: JsonObject, secret: string, text: (text: string) => string, token: string): boolean {
  return computeToken(writeJson(context, { ...documented, text }), secret) === token;
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
