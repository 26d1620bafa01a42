import { timingSafeEqual } from 'node:crypto';
import { canonicalize } from './canonical.ts';
import { isJsonObject, isWithinDepth, type JsonObject } from './json.ts';
import { checkSecret, computeToken } from './secret.ts';
import { writingsOf } from './writings.ts';

/** How to verify a context. */
export interface VerifyOptions {
  /** Secrets that are accepted, from {@link deriveSecret}; several while a bot token is being replaced. */
  secrets: readonly string[];
  /**
   * The `type` that Mattermost sent beside the context. For a `select` the server adds `selected_option`, unsigned: it
   * is taken out first. For anything else nothing is taken out.
   * @default 'button'
   */
  type?: string | undefined;
  /** The values among which a `select` lets people choose, from the post. Required for a `select`. */
  options?: readonly string[] | undefined;
}

/** Why a context was not accepted. */
export type TokenRefusal = 'malformed' | 'missing-token' | 'invalid-token' | 'unknown-option';

/** A context that is what was signed. */
export interface VerifiedContext {
  /** Tells it from a {@link RefusedContext}. */
  readonly ok: true;
  /** What was signed, without `_token`. */
  readonly context: JsonObject;
  /** What the person chose; `undefined` unless it is a `select`. */
  readonly selectedOption: string | undefined;
}

/** A context that is not to be believed. */
export interface RefusedContext {
  /** Tells it from a {@link VerifiedContext}. */
  readonly ok: false;
  /** Why. */
  readonly why: TokenRefusal;
}

/** What verifying found. */
export type TokenVerdict = VerifiedContext | RefusedContext;

/**
 * Tells whether the context of a click is the one that was signed.
 *
 * Accepts what scripts in other languages produce by the documented recipe, whose JSON differs in escapes, in the order
 * of unusual keys and in the form of numbers; of contexts beyond 8,000 characters, which old servers do not keep, only
 * the documented form. Compares in constant time.
 *
 * @throws TypeError for a secret that is none, and for a `select` without `options`.
 */
export function verifyContext(context: unknown, options: VerifyOptions): TokenVerdict {
  const isSelect = options.type === 'select';
  if (isSelect && options.options === undefined) throw new TypeError('options: a select needs those of the post');
  const verdict = verifySignature(context, options.secrets.map(checkSecret), isSelect);
  if (!verdict.ok || !isSelect) return verdict;
  const chosen = verdict.selectedOption;
  if (chosen === undefined || !options.options?.includes(chosen)) return { ok: false, why: 'unknown-option' };
  return verdict;
}

/** The signature alone: whether the chosen option is one of the post's is left to those who know the post. */
export function verifySignature(context: unknown, secrets: readonly string[], isSelect: boolean): TokenVerdict {
  if (!isJsonObject(context) || !isWithinDepth(context)) return { ok: false, why: 'malformed' };
  const { _token: token, ...rest } = context;
  if (typeof token !== 'string') return { ok: false, why: 'missing-token' };
  const { signed, chosen } = isSelect ? takeOutOption(rest) : { signed: rest, chosen: undefined };
  if (!isTokenOf(signed, token, secrets)) return { ok: false, why: 'invalid-token' };
  return { ok: true, context: signed, selectedOption: typeof chosen === 'string' ? chosen : undefined };
}

function takeOutOption(context: JsonObject): { signed: JsonObject; chosen: unknown } {
  const { selected_option: chosen, ...signed } = context;
  return { signed, chosen };
}

// Writing a long context in a hundred ways would hold up the process, for anybody who may post a button.
const longestRewritten = 8_000;

function isTokenOf(signed: JsonObject, token: string, secrets: readonly string[]): boolean {
  if (!/^[0-9a-f]{64}$/.test(token)) return false;
  const given = Buffer.from(token);
  const vouches = (payload: string): boolean => {
    for (const secret of secrets) {
      if (timingSafeEqual(Buffer.from(computeToken(payload, secret)), given)) return true;
    }
    return false;
  };
  // Nearly always it is the documented form, and nothing else has to be written.
  const canonical = canonicalize(signed);
  if (vouches(canonical)) return true;
  if (canonical.length > longestRewritten) return false;
  for (const payload of writingsOf(signed)) if (vouches(payload)) return true;
  return false;
}
