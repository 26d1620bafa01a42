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

describe.each(cases)(
  'the vector $title',
  ({ title, botToken, secret, context, canonical, _token, otherSerialisers = {} }) => {
    it(`The secret is derived from the bot token (${title})`, () => {
      expect(deriveSecret(botToken)).toBe(secret);
    });

    it(`The canonical form is that of the vector (${title})`, () => {
      expect(canonicalize(context)).toBe(canonical);
    });

    it(`The signature is that of the vector and is accepted (${title})`, () => {
      const signed = signContext(context, secret);
      expect(signed._token).toBe(_token);
      expect(verifyContext(signed, { secrets: [secret] })).toMatchObject({ ok: true, context });
    });

    it(`Signatures of other serialisers are accepted (${title})`, () => {
      for (const { _token: other } of Object.values(otherSerialisers)) {
        expect(verifyContext({ ...context, _token: other }, { secrets: [secret] })).toMatchObject({
          ok: true,
          context,
        });
      }
    });

    it(`A changed context is refused (${title})`, () => {
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
        { ...context, _token: signContext(context, deriveSecret('another-bot'))._token },
      ];
      for (const one of refused) expect(verifyContext(one, options)).toEqual({ ok: false, why: 'invalid-token' });
      expect(verifyContext(context, options)).toEqual({ ok: false, why: 'missing-token' });
      expect(verifyContext({ ...context, _token: 1 }, options)).toEqual({ ok: false, why: 'missing-token' });
    });
  },
);

it('The vectors contain all listed mistakes', () => {
  expect(file.mustFail).toHaveLength(8);
  expect(vectors.length).toBeGreaterThan(8);
});
