import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveSecret, diagnoseContext, signContext } from '../../src/index.ts';

const botToken = 'rgdtbuaospdnfdcj6zg1tpqjyr';
const secret = deriveSecret(botToken);
const context = { order: 17, action_id: 'a1', note: 'Zoë' };
const signed = signContext(context, secret);

const sorted = { action_id: 'a1', note: 'Zoë', order: 17 };

function hmac(key: string | Buffer, payload: string): string {
  return createHmac('sha256', key).update(payload).digest('hex');
}

/** The derivation for tokens that the library refuses. */
function derive(token: string): string {
  return hmac('openclaw-mattermost-interactions', token);
}

describe('diagnoseContext', () => {
  it('A valid context has no diagnosis', () => {
    expect(diagnoseContext(signed, { botToken })).toMatchObject({ ok: true, problem: undefined });
  });

  it.each([
    ['malformed', [], 'text'],
    ['missing-token', [], context],
    ['missing-token', [], { ...context, _token: 5 }],
    ['malformed-token', [], { ...signed, _token: signed._token.toUpperCase() }],
    ['malformed-token', [], { ...signed, _token: signed._token.slice(2) }],
    ['malformed-token', [], { ...signed, _token: Buffer.from(signed._token, 'hex').toString('base64') }],
    ['spaces', [], { ...context, _token: hmac(secret, '{"action_id": "a1", "note": "Zo\\u00eb", "order": 17}') }],
    ['unsorted-keys', [], { ...context, _token: hmac(secret, JSON.stringify(context)) }],
    ['unsigned-fields', ['note'], { ...signContext({ order: 17, action_id: 'a1' }, secret), note: 'late' }],
    ['unsigned-fields', ['selected_option'], { ...signed, selected_option: 'x' }],
    ['spaces', [], { ...context, _token: hmac(secret, JSON.stringify(sorted, null, 2)) }],
    ['line-break', [], { ...context, _token: hmac(secret, `${JSON.stringify(sorted)}\n`) }],
    ['line-break', [], { ...context, _token: hmac(secret, `${JSON.stringify(sorted, null, 2)}\n`) }],
    ['wrong-secret', [], { ...context, _token: hmac(botToken, JSON.stringify(sorted)) }],
    ['wrong-secret', [], { ...context, _token: hmac(Buffer.from(secret, 'hex'), JSON.stringify(sorted)) }],
    ['wrong-secret', [], { ...context, _token: hmac(secret.toUpperCase(), JSON.stringify(sorted)) }],
    ['wrong-secret', [], { ...context, _token: hmac(derive(`${botToken}\n`), JSON.stringify(sorted)) }],
    ['unexplained', [], { ...signed, order: 18 }],
  ])('The diagnosis of a wrong context is %s', (problem, fields, one) => {
    expect(diagnoseContext(one, { botToken })).toMatchObject({ ok: false, problem, fields });
  });

  it.each<[string, object, string]>([
    ['all keys', { action_id: 'a1', b: { d: 1, c: 2 }, z: 3 }, '{"z":3,"action_id":"a1","b":{"d":1,"c":2}}'],
    [
      'the keys of Python without options',
      { a: 1, action_id: 'a1', é: 2 },
      '{"\\u00e9": 2, "action_id": "a1", "a": 1}',
    ],
    [
      'the inner keys of a context with many fields',
      { action_id: 'a1', b: 1, c: 2, d: 3, e: 4, f: 5, g: 6, h: { x: 1, y: 2, z: 3 } },
      '{"action_id":"a1","b":1,"c":2,"d":3,"e":4,"f":5,"g":6,"h":{"z":3,"x":1,"y":2}}',
    ],
  ])('Unsorted keys are found after Mattermost has sorted them: %s', (_, received, payload) => {
    const diagnosis = diagnoseContext({ ...received, _token: hmac(secret, payload) }, { botToken });
    expect(diagnosis).toMatchObject({ problem: 'unsorted-keys' });
  });

  it.each<[string, object, string]>([
    ['PHP', { action_id: 'a1', n: 1e-7, u: 'https://é' }, '{"action_id":"a1","n":1.0e-7,"u":"https:\\/\\/\\u00e9"}'],
    ['PHP', { action_id: 'a1', u: 'https://é' }, '{"action_id":"a1","u":"https:\\/\\/é"}'],
    ['.NET', { action_id: 'a1', n: 1e-7, t: 'é\'"\n' }, '{"action_id":"a1","n":1E-07,"t":"\\u00E9\\u0027\\u0022\\n"}'],
    ['Gson', { action_id: 'a1', t: 'a=b&\'"' }, '{"action_id":"a1","t":"a\\u003db\\u0026\\u0027\\""}'],
    ['Gson', { action_id: 'a1', n: 0.5, t: '=', v: 1e-7 }, '{"action_id":"a1","n":0.5,"t":"\\u003d","v":1.0E-7}'],
    ['Java', { action_id: 'a1', n: 1.5e-7 }, '{"action_id":"a1","n":1.5E-7}'],
  ])('The default form of %s is found, with the fix', (name, received, payload) => {
    const diagnosis = diagnoseContext({ ...received, _token: hmac(secret, payload) }, { botToken });
    expect(diagnosis).toMatchObject({
      problem: 'other-serialiser',
      message: expect.stringContaining(`form of ${name}`),
    });
  });

  it('The diagnosis of a large context says that not every mistake was tried', () => {
    for (const fields of [64, 2_000]) {
      const large = Object.fromEntries(
        Array.from({ length: fields }, (_, i) => [`k${i}`, 'x'.repeat(35_000 / fields)]),
      );
      const diagnosis = diagnoseContext({ ...large, action_id: 'a1', _token: 'a'.repeat(64) }, { botToken });
      expect(diagnosis).toMatchObject({ problem: 'unexplained', message: expect.stringMatching(/too large to try/) });
    }
  }, 60_000);

  it('The diagnosis of a rounded number contains the digits that were signed', () => {
    const one = {
      action_id: 'a1',
      id: 9007199254740992,
      _token: hmac(secret, '{"action_id":"a1","id":9007199254740993}'),
    };
    const diagnosis = diagnoseContext(one, { botToken });
    expect(diagnosis).toMatchObject({ problem: 'rounded-number', fields: ['id'] });
    expect(diagnosis.message).toContain('9007199254740993');
  });

  it("The diagnosis finds the other bot's token among the given ones", () => {
    const one = signContext(context, deriveSecret('other'));
    expect(diagnoseContext(one, { botToken, otherBotTokens: ['third', 'other'] }).problem).toBe('other-bot');
  });

  it('With the original, the diagnosis names the changed fields', () => {
    const one = { ...signed, order: 18, note: 'x' };
    const diagnosis = diagnoseContext(one, { botToken, original: signed });
    expect(diagnosis).toMatchObject({ problem: 'changed', fields: ['note', 'order'] });
  });

  it('A diagnosis never contains the bot token or the secret', () => {
    const ones = ['x', context, { ...signed, order: 1 }, { ...signed, more: 1 }];
    const said = JSON.stringify(ones.map(one => diagnoseContext(one, { botToken, original: signed })));
    expect(said).not.toContain(botToken);
    expect(said).not.toContain(secret);
  });
});
