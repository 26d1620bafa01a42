import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContextError, canonicalize, deriveSecret, type Json, signContext, verifyContext } from '../../src/index.ts';
import { byCodePoint, byCodeUnit, findKeysInOtherOrder, numbersThenLocale } from '../../src/signing/key-orders.ts';
import { pythonFloat } from '../../src/signing/number-formats.ts';
import { possibleSerialisations } from '../../src/signing/possible-serialisations.ts';
import { computeToken } from '../../src/signing/secret.ts';
import { goText, pythonText } from '../../src/signing/text-escapes.ts';
import { contexts, texts, values } from '../support/random-contexts.ts';

const secret = deriveSecret('rgdtbuaospdnfdcj6zg1tpqjyr');

/** What Go does to a context between saving a post and sending a click: sorts keys, escapes, and writes float64s. */
function throughGo(value: unknown): unknown {
  const write = (one: unknown): string => {
    if (typeof one === 'string') return goText(one);
    if (typeof one !== 'object' || one === null) return JSON.stringify(one);
    if (Array.isArray(one)) return `[${one.map(write).join(',')}]`;
    const keys = Object.keys(one).sort();
    return `{${keys.map(key => `${goText(key)}:${write((one as Record<string, unknown>)[key])}`).join(',')}}`;
  };
  return JSON.parse(write(value));
}

describe('the canonical form', () => {
  const keys = fc.oneof(texts, fc.constantFrom('10', '9', '__proto__', 'constructor', 'toJSON', ''));
  const objects = fc.dictionary(keys, fc.oneof(values, fc.dictionary(keys, values, { maxKeys: 5 })), { maxKeys: 24 });

  it('The canonical form has sorted keys at every level, whatever their names', () => {
    const write = (value: unknown): string => {
      if (typeof value !== 'object' || value === null) return JSON.stringify(value);
      if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
      const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
      return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${write(inner)}`).join(',')}}`;
    };
    fc.assert(
      fc.property(objects, value => {
        expect(canonicalize(value as Json)).toBe(write(value));
      }),
      { numRuns: 300 },
    );
  });
});

describe('keys that the official plugin sorts in another order', () => {
  it.each([
    [{ action_id: 'a', Order: 1, item: 2 }, ['Order', 'action_id']],
    [{ action_id: 'a', itemB: 1, itema: 2 }, ['itemB', 'itema']],
    [{ action_id: 'a', order: { item_id: 1, item1: 2 } }, ['item1', 'item_id']],
    [{ action_id: 'a', rows: [{ '10': 1, '9': 2 }] }, ['10', '9']],
  ])('P51: %j leads to a warning with the keys', async (context, keys) => {
    const warned = new Promise<Error>(resolve => process.once('warning', resolve));
    signContext(context, secret);
    const warning = await warned;
    expect(warning.name).toBe('KeyOrderWarning');
    for (const key of keys) expect(warning.message).toContain(`"${key}"`);
  });

  it('P51: Keys that both sort alike have no warning to give', () => {
    const context = {
      action_id: 'a',
      __openclaw_channel_id: 'c',
      value: 'v',
      order: [{ id: 1, order_id: 2, userId: 3 }],
    };
    expect(findKeysInOtherOrder(context)).toBeUndefined();
  });

  it('P51: Names of small letters only are sorted alike, with the names of the fields that buttons add', () => {
    const names = fc.stringMatching(/^[a-z]{1,6}$/);
    const added = fc.constantFrom('action_id', '__openclaw_channel_id');
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(names, added)), keys => {
        expect(numbersThenLocale([...keys])).toEqual(byCodeUnit([...keys]));
      }),
    );
  });
});

describe('a signed context', () => {
  it('A signed context is accepted after its way through Mattermost, whatever it contains', () => {
    fc.assert(
      fc.property(contexts, context => {
        const back = throughGo(signContext(context, secret));
        expect(verifyContext(back, { secrets: [secret] }).ok).toBe(true);
      }),
    );
  });

  it('A signed context is refused when any field has changed', () => {
    fc.assert(
      fc.property(contexts, values, (context, other) => {
        const signed = signContext(context, secret);
        for (const key of Object.keys(context)) {
          const changed = { ...signed, [key]: other };
          const isSame = canonicalize(other) === canonicalize(context[key] as Json);
          expect(verifyContext(changed, { secrets: [secret] }).ok).toBe(isSame);
        }
      }),
      // Each refusal tries every serialisation, which takes time.
      { numRuns: 40 },
    );
  });

  it('A signature is accepted under each given secret and under no other', () => {
    const signed = signContext({ action_id: 'a1' }, secret);
    const other = deriveSecret('other');
    expect(verifyContext(signed, { secrets: [other, secret] }).ok).toBe(true);
    expect(verifyContext(signed, { secrets: [other] })).toEqual({ ok: false, why: 'invalid-token' });
    expect(verifyContext(signed, { secrets: [] })).toEqual({ ok: false, why: 'invalid-token' });
  });

  it('A signature from Python is accepted, with floats and escapes', () => {
    const payload = '{"a":1.0,"action_id":"a1","b":1e-05,"c":1e+16,"d":[2,3.0],"e":"Zo\\u00eb"}';
    expect([1, 1e-5, 1e16, 3].map(pythonFloat)).toEqual(['1.0', '1e-05', '1e+16', '3.0']);
    expect(pythonText('Zoë')).toBe('"Zo\\u00eb"');
    const context = { a: 1, action_id: 'a1', b: 1e-5, c: 1e16, d: [2, 3], e: 'Zoë' };
    const signed = { ...context, _token: computeToken(payload, secret) };
    expect(verifyContext(signed, { secrets: [secret] })).toMatchObject({ ok: true, context });
  });
});

describe('a long context', () => {
  const long = (text: string) => ({ action_id: 'a1', note: text.repeat(9_000) });

  it('A context beyond 8,000 characters is accepted only in the documented form', () => {
    expect(verifyContext(signContext(long('é'), secret), { secrets: [secret] }).ok).toBe(true);
    const { action_id, note } = long('é');
    const _token = computeToken(`{"action_id":"a1","note":${pythonText(note)}}`, secret);
    expect(verifyContext({ action_id, note, _token }, { secrets: [secret] }).ok).toBe(false);
    const short = { action_id, note: 'é', _token: computeToken('{"action_id":"a1","note":"\\u00e9"}', secret) };
    expect(verifyContext(short, { secrets: [secret] }).ok).toBe(true);
  });
});

describe('keys', () => {
  it('The order by code points is the order of the bytes in UTF-8', () => {
    fc.assert(
      fc.property(fc.array(texts), keys => {
        const byBytes = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(byCodePoint([...keys])).toEqual(byBytes);
      }),
    );
  });
});

describe('the option of a menu', () => {
  const signed = signContext({ action_id: 'a1', n: 1 }, secret);
  const chosen = { ...signed, selected_option: 'two' };

  it('The chosen option of a menu is removed before the check and returned', () => {
    const verdict = verifyContext(chosen, { secrets: [secret], type: 'select', options: ['one', 'two'] });
    expect(verdict).toEqual({ ok: true, context: { action_id: 'a1', n: 1 }, selectedOption: 'two' });
  });

  it('A menu is refused without a choice, and with an option that was not offered', () => {
    const options = { secrets: [secret], type: 'select', options: ['one'] };
    for (const one of [chosen, signed, { ...signed, selected_option: 1 }]) {
      expect(verifyContext(one, options)).toEqual({ ok: false, why: 'unknown-option' });
    }
  });

  it('An unsigned selected_option makes the signature of a button invalid', () => {
    expect(verifyContext(chosen, { secrets: [secret] })).toEqual({ ok: false, why: 'invalid-token' });
  });

  it('The context of a menu cannot be verified without its options', () => {
    expect(() => verifyContext(chosen, { secrets: [secret], type: 'select' })).toThrow(TypeError);
  });
});

describe('signing', () => {
  const action = { action_id: 'a1' };
  const circular: Record<string, unknown> = { ...action };
  circular['self'] = circular;

  it.each([
    ['context.big', { ...action, big: 2 ** 53 }],
    ['context.big', { ...action, big: -1e300 }],
    ['context.x', { ...action, x: Number.NaN }],
    ['context.x', { ...action, x: Number.POSITIVE_INFINITY }],
    ['context.list[1].y', { ...action, list: [0, { y: '\ud83d' }] }],
    ['context["\ud83d"]', { ...action, '\ud83d': 1 }],
    ['context.x', { ...action, x: 'a\0b' }],
    ['context.x', { ...action, x: undefined }],
    ['context.x', { ...action, x: 1n }],
    ['context.x', { ...action, x: new Date(0) }],
    ['context.x', { ...action, x: () => 1 }],
    ['context.selected_option', { ...action, selected_option: '1' }],
    ['context._token', { ...action, _token: 'x' }],
    ['context._ticket', { ...action, _ticket: 'x' }],
    ['context.action_id', {}],
    ['context.action_id', { action_id: 'has-hyphen' }],
    ['context.action_id', { action_id: 'ticket0approve' }],
  ])('Signing refuses a context that would come back changed: %s', (path, context) => {
    const sign = () => signContext(context, secret);
    expect(sign).toThrow(ContextError);
    expect(sign).toThrow(path.replace('\ud83d', '\\ud83d'));
  });

  it('Signing refuses a context that contains itself', () => {
    expect(() => signContext(circular, secret)).toThrow(/nested more than 32 levels/);
  });

  it('Signing refuses a bot token in place of the secret, and an empty bot token', () => {
    expect(() => signContext(action, 'rgdtbuaospdnfdcj6zg1tpqjyr')).toThrow(/deriveSecret/);
    expect(() => deriveSecret('')).toThrow(TypeError);
  });

  it('The error for a wrong secret does not contain it', () => {
    expect(() => signContext(action, 'supersecrettoken')).toThrow(expect.not.stringContaining('supersecret'));
  });
});

describe('signatures of other languages', () => {
  const sign = (context: object, payload: string) => ({ ...context, _token: computeToken(payload, secret) });

  it.each<[string, object, string]>([
    ['one of five whole numbers is a float', { a: 1, action_id: 'a', b: 2, c: 3, d: 4, p: 5 }, '"p":5.0'],
    [
      'four of five whole numbers are floats',
      { a: 1, action_id: 'a', b: 2, c: 3, d: 4, p: 5 },
      '"a":1.0,"b":2.0,"c":3.0,"p":5.0',
    ],
    ['a float is beside a long text', { a: 1, action_id: 'a', p: 5, t: 'x'.repeat(1_100) }, '"p":5.0'],
    [
      'a float is in a list of 20 whole numbers',
      { a: Array.from({ length: 20 }, (_, i) => i + 30), action_id: 'a' },
      '49.0',
    ],
  ])('A signature from Python is accepted when %s', (_, context, floats) => {
    let payload = JSON.stringify(context);
    for (const float of floats.split(',')) payload = payload.replace(float.replace('.0', ''), float);
    expect(payload).toContain('.0');
    expect(verifyContext(sign(context, payload), { secrets: [secret] }).ok).toBe(true);
  });

  it('A signature from Go or jq over minus zero is accepted, although Mattermost sends zero', () => {
    const context = { action_id: 'a', n: 0, t: '<é>' };
    for (const text of ['"<é>"', '"\\u003cé\\u003e"']) {
      const payload = `{"action_id":"a","n":-0,"t":${text}}`;
      expect(verifyContext(sign(context, payload), { secrets: [secret] }).ok).toBe(true);
    }
  });

  it('A wrong signature causes a bounded number of serialisations, whatever the context contains', () => {
    const worst = {
      action_id: 'a1',
      zeros: Array.from({ length: 9 }, () => 0),
      n: 1.5,
      t: '<\u2028\b\x7fé'.repeat(1_000),
    };
    const numbers = { action_id: 'a1', ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`k${i}`, i])) };
    for (const context of [
      worst,
      numbers,
      { action_id: 'a1', list: Array.from({ length: 3_000 }, (_, i) => i % 10) },
    ]) {
      let characters = 0;
      let texts = 0;
      for (const text of possibleSerialisations(context as Json)) {
        characters += text.length;
        texts += 1;
      }
      expect(characters).toBeLessThan(100_000 + 60_000);
      expect(texts).toBeLessThanOrEqual(90);
    }
  });
});

describe('deriveSecret', () => {
  it.each(['', ' token', 'token\n', 'to ken'])(
    'The bot token "%s" is refused, because a gateway would sign differently',
    token => {
      expect(() => deriveSecret(token)).toThrow(/^botToken: expected the bot's access token, without blanks/);
    },
  );
});
