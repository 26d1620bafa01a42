import { documentedSerialiser } from '../signing/canonical.ts';
import type { JsonObject } from '../signing/json.ts';
import { checkSecret, deriveSecret, mistakenKeys } from '../signing/secret.ts';
import { type Serialiser, serialise } from '../signing/serialiser.ts';
import { goText, javaScriptText, jqText, pythonText } from '../signing/text-escapes.ts';
import { verifySignature } from '../signing/verify.ts';
import { type DiagnoseOptions, found, type TokenDiagnosis } from './diagnosis.ts';
import { otherSerialisers } from './other-serialisers.ts';
import { findRoundedNumber } from './rounded-numbers.ts';
import { createTrials, type Trials } from './trials.ts';
import { findUnsignedFields } from './unsigned-fields.ts';
import { keyOrders } from './unsorted-keys.ts';

/** A context whose token is wrong, and what is known about it. */
export interface Evidence {
  readonly signed: JsonObject;
  readonly token: string;
  readonly secret: string;
  readonly options: DiagnoseOptions;
  readonly isSelect: boolean;
}

/** The evidence with what the steps share. */
interface Case extends Evidence {
  /** The accepted forms of this context. */
  readonly forms: readonly Serialiser[];
  readonly trials: Trials;
}

/** Tries one mistake after the other, the common ones first. */
export function explainWrongToken(evidence: Evidence): TokenDiagnosis {
  const { signed, token, secret } = evidence;
  const one: Case = { ...evidence, forms: formsOf(signed), trials: createTrials(token, secret) };
  return (
    explainLayout(one) ??
    explainKey(one) ??
    explainSerialiser(one) ??
    explainRounding(one) ??
    explainOrder(one) ??
    explainUnsigned(one) ??
    explainOtherBot(one) ??
    explainChange(one) ??
    giveUp(one)
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

function explainLayout({ signed, forms, trials }: Case): TokenDiagnosis | undefined {
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

function explainKey({ signed, forms, options, trials }: Case): TokenDiagnosis | undefined {
  for (const { key, problem } of mistakenKeys(options.botToken)) {
    if ([...forms, ...withSpaces(forms)].some(form => trials.isSignedAs(signed, form, key)))
      return found('wrong-secret', [], problem);
  }
  return undefined;
}

function explainOrder({ signed, forms, trials }: Case): TokenDiagnosis | undefined {
  const layouts = [...forms, ...withSpaces(forms)];
  for (const orderKeys of keyOrders(signed)) {
    if (trials.isOver) return undefined;
    if (!layouts.some(form => trials.isSignedAs(signed, { ...form, orderKeys: orderKeys() }))) continue;
    const message = 'the JSON was signed without sorting its keys, also those of inner objects: Mattermost sorts them';
    return found('unsorted-keys', [], message);
  }
  return undefined;
}

function explainSerialiser({ signed, trials }: Case): TokenDiagnosis | undefined {
  const match = otherSerialisers.find(({ serialiser }) => trials.isSignedAs(signed, serialiser));
  return match && found('other-serialiser', [], `signed in the form of ${match.name}: ${match.fix}`);
}

function explainRounding({ signed, forms, trials }: Case): TokenDiagnosis | undefined {
  const rounded = findRoundedNumber(signed, (one, writeNumber) =>
    forms.some(serialiser => trials.isSignedAs(one, { ...serialiser, writeNumber })),
  );
  if (rounded === undefined) return undefined;
  const was = rounded.original === undefined ? '' : ` (it was ${rounded.original})`;
  return found('rounded-number', [rounded.field], `${rounded.field}: Mattermost rounded it${was}: make it a text`);
}

function explainUnsigned({ signed, forms, trials }: Case): TokenDiagnosis | undefined {
  const unsigned = findUnsignedFields(
    signed,
    rest => trials.isOver || forms.some(form => trials.isSignedAs(rest, form)),
  );
  if (unsigned === undefined || trials.isOver) return undefined;
  return found('unsigned-fields', unsigned, problemOfUnsigned(unsigned));
}

function explainOtherBot({ signed, token, options }: Case): TokenDiagnosis | undefined {
  const secrets = (options.otherBotTokens ?? []).map(deriveSecret);
  if (!verifySignature({ ...signed, _token: token }, secrets, false).ok) return undefined;
  return found('other-bot', [], 'signed with the token of another bot: use that of the bot that receives the clicks');
}

function explainChange({ signed, options, secret, isSelect }: Case): TokenDiagnosis | undefined {
  const changed = findChanged(signed, options.original, { secret, isSelect });
  return changed && found('changed', changed, `changed after signing: ${changed.join(', ')}`);
}

function giveUp({ trials }: Case): TokenDiagnosis {
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

function problemOfUnsigned(fields: readonly string[]): string {
  const hint = fields.includes('selected_option') ? ' (selected_option comes with type "select")' : '';
  return `not all fields were signed: ${fields.join(', ')}${hint}: sign all but _token`;
}
