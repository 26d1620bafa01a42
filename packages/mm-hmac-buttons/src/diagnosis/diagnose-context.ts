import { isJsonObject, isWithinDepth } from '../signing/json.ts';
import { deriveSecret } from '../signing/secret.ts';
import { verifySignature } from '../signing/verify.ts';
import { type DiagnoseOptions, found, type TokenDiagnosis } from './diagnosis.ts';
import { explainWrongToken } from './explain-wrong-token.ts';

/**
 * Finds out why a gateway does not accept a context, by trying the mistakes that people make with the documented recipe.
 * For authors of scripts; a receiver only needs {@link verifyContext}. A large context can take a second.
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
  return explainWrongToken({ signed: isSelect ? withoutOption : rest, token, secret, options, isSelect });
}

function problemOfToken(token: string): string {
  if (/^[0-9a-fA-F]{64}$/.test(token)) return '_token must be in lower case';
  if (/^[0-9a-f]*$/.test(token)) return `_token has ${token.length} of 64 hex digits`;
  return '_token must be the digest as 64 hex digits';
}
