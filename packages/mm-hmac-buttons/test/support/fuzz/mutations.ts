import type { InteractionRequest, RefusalCode } from '../../../src/index.ts';
import { requestWith } from '../requests.ts';
import { pick } from './random.ts';
import type { Kind } from './valid-requests.ts';

type Body = Record<string, unknown>;

/** One change of a valid request, and the refusals that it may cause. */
export interface Mutation {
  readonly name: string;
  readonly kinds: 'all' | readonly Kind[];
  readonly expected: readonly RefusalCode[];
  apply(body: Body, random: () => number): InteractionRequest;
}

const tickets: readonly Kind[] = ['ticket button', 'ticket menu'];
const signed: readonly Kind[] = ['signed button', 'signed menu'];
const clicks: readonly Kind[] = [...tickets, ...signed];
const menus: readonly Kind[] = ['ticket menu', 'signed menu'];
const other = 'anotheranotheranotheranoth';
const otherTicket = 'abcdefghijklmnopqrstuvwxyz234567';
const notTexts = [null, 1, true, [], {}, ''];

/** Changes of the request. Changes of the receiver's state are in state-refusals.ts. */
export const mutations: readonly Mutation[] = [
  ofRequest('another path', 'not-found', () => ({ path: '/mattermost/interactions/other' })),
  ofRequest('another method', 'method-not-allowed', random => ({ method: pick(random, ['GET', 'PUT', 'post', '']) })),
  ofRequest('another sender', 'forbidden-source', random => ({
    remoteAddress: pick(random, ['192.0.2.1', '2001:db8::1', 'nonsense', undefined]),
  })),
  ofRequest('a length beyond the limit', 'body-too-large', () => ({ headers: { 'content-length': '1048577' } })),
  ofRequest('a body beyond the limit', 'body-too-large', () => ({ body: new Uint8Array(1_048_577) })),
  {
    name: 'a body that is cut off',
    kinds: 'all',
    expected: ['invalid-body'],
    apply(body, random) {
      const text = Buffer.from(JSON.stringify(body));
      return requestWith(text.subarray(0, Math.floor(random() * text.length)));
    },
  },
  {
    name: 'a byte that is not UTF-8',
    kinds: 'all',
    expected: ['invalid-body'],
    apply(body, random) {
      const bytes = Buffer.from(JSON.stringify(body));
      bytes[Math.floor(random() * bytes.length)] = 0xff;
      return requestWith(bytes);
    },
  },
  ofField('all', ['user_id'], 'invalid-body', random => pick(random, notTexts)),
  ofField(clicks, ['post_id', 'channel_id'], 'invalid-body', random => pick(random, notTexts)),
  ofField(clicks, ['type'], 'invalid-body', random => pick(random, ['dialog', 'refresh', 1, {}])),
  ofField(clicks, ['context'], 'missing-context', random => pick(random, [null, undefined, 'x', [], 1])),
  ofField(['dialog'], ['submission', 'cancelled'], 'invalid-body', random => pick(random, ['x', 1, [1]])),
  ofField('all', ['channel_id'], 'channel-mismatch', () => other),
  ofField(clicks, ['post_id'], 'post-mismatch', () => other),
  ofField([...tickets, 'dialog'], ['user_id'], 'not-allowed', () => other),
  ofField(['dialog'], ['state'], 'invalid-ticket', random => pick(random, ['', 'x', null, otherTicket.toUpperCase()])),
  ofField(['dialog'], ['state'], 'unknown-ticket', () => otherTicket),
  ofField(['dialog'], ['callback_id'], 'unknown-action', random => pick(random, ['other', '', null])),
  ofContext(tickets, ['_ticket'], 'invalid-ticket', random => pick(random, [...notTexts, 'x', otherTicket.slice(1)])),
  ofContext(tickets, ['_ticket'], 'unknown-ticket', () => otherTicket),
  ofContext(tickets, ['_token', 'more'], 'invalid-ticket', random => pick(random, notTexts)),
  ofContext(['ticket button'], ['selected_option'], 'invalid-ticket', () => '1'),
  ofContext(tickets, ['action_id'], 'unknown-action', random => pick(random, [...notTexts, 'ticket0other'])),
  ofContext(tickets, ['action_id'], 'missing-action-id', () => undefined),
  ofContext(tickets, ['_ticket'], 'missing-token', () => undefined),
  ofContext(signed, ['_token'], 'missing-token', random => pick(random, [undefined, null, 1, [], {}])),
  ofContext(signed, ['_token'], 'invalid-token', random => pick(random, ['', 'x', 'a'.repeat(64), 'A'.repeat(64)])),
  ofContext(signed, ['action_id', '__openclaw_channel_id', 'more'], 'invalid-token', random =>
    pick(random, [...notTexts, other]),
  ),
  ofContext(['signed button'], ['selected_option'], 'invalid-token', () => '1'),
  ofContext(signed, ['_ticket'], 'invalid-ticket', () => otherTicket),
  ofContext(menus, ['selected_option'], 'unknown-option', random => pick(random, ['3', null, 1, undefined])),
  {
    name: 'one hex digit of the _token',
    kinds: signed,
    expected: ['invalid-token'],
    apply(body, random) {
      const { _token } = body['context'] as { _token: string };
      const at = Math.floor(random() * _token.length);
      const digit = pick(
        random,
        [...'0123456789abcdef'].filter(one => one !== _token[at]),
      );
      return withContext(body, { _token: _token.slice(0, at) + digit + _token.slice(at + 1) });
    },
  },
  {
    name: 'a menu’s click as a button’s, or the other way round',
    // A ticket's menu may come as a button: that is how Mattermost Blocks send it.
    kinds: ['ticket button', ...signed],
    expected: ['unknown-action', 'invalid-ticket', 'invalid-token'],
    apply: body => requestWith({ ...body, type: body['type'] === 'select' ? 'button' : 'select' }),
  },
];

function ofRequest(
  name: string,
  code: RefusalCode,
  change: (random: () => number) => Partial<InteractionRequest>,
): Mutation {
  return { name, kinds: 'all', expected: [code], apply: (body, random) => requestWith(body, change(random)) };
}

function ofField(
  kinds: Mutation['kinds'],
  fields: readonly string[],
  code: RefusalCode,
  value: (random: () => number) => unknown,
): Mutation {
  return {
    name: fields.join(' or '),
    kinds,
    expected: [code],
    apply: (body, random) => requestWith({ ...body, [pick(random, fields)]: value(random) }),
  };
}

function ofContext(
  kinds: Mutation['kinds'],
  fields: readonly string[],
  code: RefusalCode,
  value: (random: () => number) => unknown,
): Mutation {
  return {
    name: `context.${fields.join(' or ')}`,
    kinds,
    expected: [code],
    apply: (body, random) => withContext(body, { [pick(random, fields)]: value(random) }),
  };
}

function withContext(body: Body, changes: object): InteractionRequest {
  return requestWith({ ...body, context: { ...(body['context'] as object), ...changes } });
}
