import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveSecret, diagnoseContext, signContext } from '../../src/index.ts';

const botToken = 'rgdtbuaospdnfdcj6zg1tpqjyr';
const secret = deriveSecret(botToken);
const context = { order: 17, action_id: 'a1', note: 'Zoë' };
const signed = signContext(context, secret);

function hmac(key: string, payload: string): string {
  return createHmac('sha256', key).update(payload).digest('hex');
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
    ['wrong-secret', [], { ...context, _token: hmac(botToken, '{"action_id":"a1","note":"Zoë","order":17}') }],
    ['changed-or-other-bot', [], { ...signed, order: 18 }],
  ])('The diagnosis of a wrong context is %s', (problem, fields, one) => {
    expect(diagnoseContext(one, { botToken })).toMatchObject({ ok: false, problem, fields });
  });

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
