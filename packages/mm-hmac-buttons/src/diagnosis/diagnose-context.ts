import { documentedSerialiser } from '../signing/canonical.ts';
import { isJsonObject, isWithinDepth, type JsonObject } from '../signing/json.ts';
import { checkSecret, deriveSecret, mistakenKeys } from '../signing/secret.ts';
import { type Serialiser, serialise } from '../signing/serialiser.ts';
import { goText, javaScriptText, jqText, pythonText } from '../signing/text-escapes.ts';
import { verifySignature } from '../signing/verify.ts';
import { otherSerialisers } from './other-serialisers.ts';
import { findRoundedNumber } from './rounded-numbers.ts';
import { createTrials, type Trials } from './trials.ts';
import { findUnsignedFields } from './unsigned-fields.ts';
import { keyOrders } from './unsorted-keys.ts';

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

/**
 * Finds out why a gateway does not accept a context, by trying the mistakes that people make with the documented recipe.
 * For authors of scripts; a receiver only needs {@link verifyContext}. It takes up to about a second for a large context.
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
  const signed = isSelect ? withoutOption : rest;
  return explain({
    signed,
    token,
    secret,
    options,
    isSelect,
    forms: formsOf(signed),
    trials: createTrials(token, secret),
  });
}

interface Evidence {
  readonly signed: JsonObject;
  readonly token: string;
  readonly secret: string;
  readonly options: DiagnoseOptions;
  readonly isSelect: boolean;
  /** The accepted forms of this context. */
  readonly forms: readonly Serialiser[];
  readonly trials: Trials;
}

/** Tries one mistake after the other, the common ones first. */
function explain(evidence: Evidence): TokenDiagnosis {
  return (
    explainLayout(evidence) ??
    explainKey(evidence) ??
    explainSerialiser(evidence) ??
    explainRounding(evidence) ??
    explainOrder(evidence) ??
    explainUnsigned(evidence) ??
    explainOtherBot(evidence) ??
    explainChange(evidence) ??
    giveUp(evidence)
  );
}

const textWriters = [javaScriptText, pythonText, goText, jqText];

/** The documented form in those languages that write this context differently. */
function formsOf(signed: JsonObject): Serialiser[] {
  const forms = new Map<string, Serialiser>();
  for (const writeText of textWriters) {
    const form = { ...documentedSerialiser, writeText };
    forms.set(serialise(signed, form), form);
  }
  return [...forms.values()];
}

function withSpaces(forms: readonly Serialiser[]): Serialiser[] {
  return forms.map(form => ({ ...form, comma: ', ', colon: ': ' }));
}

function explainLayout({ signed, forms, trials }: Evidence): TokenDiagnosis | undefined {
  const pretty = ['  ', '    '].flatMap(indent => forms.map(form => ({ ...form, indent, colon: ': ' })));
  const halfSpaced = forms.map(form => ({ ...form, colon: ': ' }));
  const spaced = [...withSpaces(forms), ...halfSpaced, ...pretty];
  if (spaced.some(form => trials.isSignedAs(signed, form))) {
    const message = "the JSON was signed with spaces: leave them out (in Python separators=(',', ':'), in jq -c)";
    return found('spaces', [], message);
  }
  const isWithLineBreak = [...forms, ...spaced].some(form =>
    ['\n', '\r\n'].some(end => trials.isSignedAs(signed, form, undefined, end)),
  );
  if (!isWithLineBreak) return undefined;
  return found('line-break', [], "a line break behind the JSON was signed too: use printf '%s' or jq -j, not echo");
}

function explainKey({ signed, forms, options, trials }: Evidence): TokenDiagnosis | undefined {
  for (const { key, problem } of mistakenKeys(options.botToken)) {
    if ([...forms, ...withSpaces(forms)].some(form => trials.isSignedAs(signed, form, key)))
      return found('wrong-secret', [], problem);
  }
  return undefined;
}

function explainOrder({ signed, forms, trials }: Evidence): TokenDiagnosis | undefined {
  const layouts = [...forms, ...withSpaces(forms)];
  for (const orderKeys of keyOrders(signed)) {
    if (trials.isOver) return undefined;
    if (!layouts.some(form => trials.isSignedAs(signed, { ...form, orderKeys: orderKeys() }))) continue;
    const message = 'the JSON was signed without sorting its keys, also those of inner objects: Mattermost sorts them';
    return found('unsorted-keys', [], message);
  }
  return undefined;
}

function explainSerialiser({ signed, trials }: Evidence): TokenDiagnosis | undefined {
  const match = otherSerialisers.find(({ serialiser }) => trials.isSignedAs(signed, serialiser));
  return match && found('other-serialiser', [], `signed in the form of ${match.name}: ${match.fix}`);
}

function explainRounding({ signed, forms, trials }: Evidence): TokenDiagnosis | undefined {
  const rounded = findRoundedNumber(signed, (one, writeNumber) =>
    forms.some(serialiser => trials.isSignedAs(one, { ...serialiser, writeNumber })),
  );
  if (rounded === undefined) return undefined;
  const was = rounded.original === undefined ? '' : ` (it was ${rounded.original})`;
  return found('rounded-number', [rounded.field], `${rounded.field}: Mattermost rounded it${was}: make it a text`);
}

function explainUnsigned({ signed, forms, trials }: Evidence): TokenDiagnosis | undefined {
  const unsigned = findUnsignedFields(
    signed,
    rest => trials.isOver || forms.some(form => trials.isSignedAs(rest, form)),
  );
  if (unsigned === undefined || trials.isOver) return undefined;
  return found('unsigned-fields', unsigned, problemOfUnsigned(unsigned));
}

function explainOtherBot({ signed, token, options }: Evidence): TokenDiagnosis | undefined {
  const secrets = (options.otherBotTokens ?? []).map(deriveSecret);
  if (!verifySignature({ ...signed, _token: token }, secrets, false).ok) return undefined;
  return found('other-bot', [], 'signed with the token of another bot: use that of the bot that receives the clicks');
}

function explainChange({ signed, options, secret, isSelect }: Evidence): TokenDiagnosis | undefined {
  const changed = findChanged(signed, options.original, { secret, isSelect });
  return changed && found('changed', changed, `changed after signing: ${changed.join(', ')}`);
}

function giveUp({ trials }: Evidence): TokenDiagnosis {
  const causes =
    "a field was changed after signing, or the script used another bot's token or a JSON writer not known here";
  const advice = 'give the original or the tokens of your other bots, or compare the JSON that the script signs';
  const limit = trials.isOver ? '; the context is too large to try every known mistake' : '';
  return found('unexplained', [], `${causes}: ${advice}${limit}`);
}

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
