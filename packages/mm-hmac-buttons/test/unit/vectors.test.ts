import { describe, expect, it } from 'vitest';
import { canonicalize, deriveSecret, type JsonObject, signContext, verifyContext } from '../../src/index.ts';
import file from '../vectors/hmac-buttons.json' with { type: 'json' };

interface Vector {
  name: string;
  botToken: string;
  secret: string;
  context: JsonObject & { action_id: string };
  canonical: string;
  _token: string;
  otherSerialisers?: Record<string, { payload: string; _token: string }>;
}

const vectors = file.vectors as unknown as Vector[];
const cases = vectors.map(vector => ({ ...vector, title: `${vector.name}, by ${vector.botToken}` }));

describe.each(cases)('$title', ({ botToken, secret, context, canonical, _token, otherSerialisers = {} }) => {
  it('derives the secret from the bot token', () => {
    expect(deriveSecret(botToken)).toBe(secret);
  });

  it('writes the canonical form', () => {
    expect(canonicalize(context)).toBe(canonical);
  });

  it('signs to the same token, and accepts it', () => {
    const signed = signContext(context, secret);
    expect(signed._token).toBe(_token);
    expect(verifyContext(signed, { secrets: [secret] })).toMatchObject({ ok: true, context });
  });

  it('accepts what other serialisers sign', () => {
    for (const { _token: other } of Object.values(otherSerialisers)) {
      expect(verifyContext({ ...context, _token: other }, { secrets: [secret] })).toMatchObject({ ok: true, context });
    }
  });

  it('refuses it after any change', () => {
    const options = { secrets: [secret] };
    const [field = ''] = Object.keys(context);
    const { [field]: _, ...less } = context;
    const refused = [
      { ...less, _token },
      { ...context, more: true, _token },
      { ...context, [field]: 'another', _token },
      { ...context, _token: _token.toUpperCase() },
      { ...context, _token: _token.slice(0, -1) },
      { ...context, _token: `${_token} ` },
      { ...context, _token: signContext(context, deriveSecret('another bot'))._token },
    ];
    for (const one of refused) expect(verifyContext(one, options)).toEqual({ ok: false, why: 'invalid-token' });
    expect(verifyContext(context, options)).toEqual({ ok: false, why: 'missing-token' });
    expect(verifyContext({ ...context, _token: 1 }, options)).toEqual({ ok: false, why: 'missing-token' });
  });
});

it('covers every mistake that the vectors list', () => {
  expect(file.mustFail).toHaveLength(8);
  expect(vectors.length).toBeGreaterThan(8);
});
