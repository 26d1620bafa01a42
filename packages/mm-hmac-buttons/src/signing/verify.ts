import { timingSafeEqual } from 'node:crypto';
import { unexpected } from '../../../../common/callbacks/options.ts';
import { canonicalize } from './canonical.ts';
import { isJsonObject, isWithinDepth, type JsonObject } from './json.ts';
import { possibleSerialisations } from './possible-serialisations.ts';
import { checkSecret, computeToken } from './secret.ts';

/** How to verify a context. */
export interface VerifyOptions {
  /** The accepted secrets, from {@link deriveSecret}. Give two while a bot token is being replaced. */
  secrets: readonly string[];
  /**
   * The `type` that Mattermost sent with the context. For a `select` the server adds `selected_option` without a
   * signature, so that field is removed before the check. For other types nothing is removed.
   * @default 'button'
   */
  type?: string | undefined;
  /** The values of the menu's options, from the post. Required for a `select`. */
  options?: readonly string[] | undefined;
}

/** A context that arrived as it was signed. */
export interface VerifiedContext {
  /** Always `true` here; a {@link RefusedContext} has `false`. */
  readonly ok: true;
  /** The signed fields, without `_token`. */
  readonly context: JsonObject;
  /** The value of the option that the person chose; `undefined` unless it is a `select`. */
  readonly selectedOption: string | undefined;
}

/** A context without a valid signature. */
export interface RefusedContext {
  /** Always `false` here; a {@link VerifiedContext} has `true`. */
  readonly ok: false;
  /** The reason, for a `switch`. */
  readonly why: 'malformed' | 'missing-token' | 'invalid-token' | 'unknown-option';
}

/** The result of {@link verifyContext}. */
export type TokenVerdict = VerifiedContext | RefusedContext;

/**
 * Checks whether the context of a click is the one that was signed.
 *
 * JavaScript, Python, Go and jq write JSON with other escapes, orders of unusual keys and forms of numbers: signatures over
 * each of them are accepted. The work is bounded, so that a wrong signature costs little: a long context that mixes `1` and
 * `1.0` may not be found, and for contexts beyond 8,000 characters, which old servers do not store, only the documented form
 * is accepted. The comparison takes constant time.
 *
 * @throws TypeError for a secret of the wrong form, and for a `select` without `options`.
 */
export function verifyContext(context: unknown, options: VerifyOptions): TokenVerdict {
  const isSelect = options.type === 'select';
  if (isSelect && options.options === undefined)
    throw unexpected('options', 'the options of the menu on the post', options.options);
  const verdict = verifySignature(context, options.secrets.map(checkSecret), isSelect);
  if (!verdict.ok || !isSelect) return verdict;
  const chosen = verdict.selectedOption;
  if (chosen === undefined || !options.options?.includes(chosen)) return { ok: false, why: 'unknown-option' };
  return verdict;
}

/** Checks the signature alone. The caller, who knows the post, checks whether the chosen option is on it. */
export function verifySignature(context: unknown, secrets: readonly string[], isSelect: boolean): TokenVerdict {
  if (!isJsonObject(context) || !isWithinDepth(context)) return { ok: false, why: 'malformed' };
  const { _token: token, ...rest } = context;
  if (typeof token !== 'string') return { ok: false, why: 'missing-token' };
  const { signed, chosen } = isSelect ? withoutOption(rest) : { signed: rest, chosen: undefined };
  if (!isSignatureOf(signed, token, secrets)) return { ok: false, why: 'invalid-token' };
  return { ok: true, context: signed, selectedOption: typeof chosen === 'string' ? chosen : undefined };
}

function withoutOption(context: JsonObject): { signed: JsonObject; chosen: unknown } {
  const { selected_option: chosen, ...signed } = context;
  return { signed, chosen };
}

// Old servers do not store longer contexts.
const maxRewrittenLength = 8_000;

function isSignatureOf(signed: JsonObject, token: string, secrets: readonly string[]): boolean {
  if (!/^[0-9a-f]{64}$/.test(token)) return false;
  const given = Buffer.from(token);
  const isSigned = (payload: string): boolean => {
    for (const secret of secrets) {
      if (timingSafeEqual(Buffer.from(computeToken(payload, secret)), given)) return true;
    }
    return false;
  };
  // Nearly every signature is over the documented form; then nothing else is serialised.
  const canonical = canonicalize(signed);
  if (isSigned(canonical)) return true;
  if (canonical.length > maxRewrittenLength) return false;
  for (const payload of possibleSerialisations(signed)) if (isSigned(payload)) return true;
  return false;
}
