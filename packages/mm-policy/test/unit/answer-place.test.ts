import { expect, it } from 'vitest';
import { type ChatKind, type PolicySettings, placeAnswer, resolveRules } from '../../src/index.ts';
import { factsOf, ids } from '../support/facts-of.ts';

const place = (kind: ChatKind, rootId: string, settings: PolicySettings) =>
  placeAnswer(factsOf({ post: { root_id: rootId } }).post, kind, resolveRules(settings));

const inThread = { rootId: ids.root, startsThread: false };
const newThread = { rootId: ids.post, startsThread: true };
const flat = { rootId: undefined, startsThread: false };

it.each([
  ['channel', '', {}, flat],
  ['channel', ids.root, {}, inThread],
  ['group', ids.root, {}, inThread],
  ['channel', '', { replyToMode: 'first' }, newThread],
  ['channel', '', { replyToMode: 'all' }, newThread],
  ['group', '', { replyToMode: 'batched' }, newThread],
  ['channel', ids.root, { replyToMode: 'all' }, inThread],
  ['group', '', { replyToMode: 'all', replyToModeByChatType: { group: 'off' } }, flat],
  ['channel', '', { replyToModeByChatType: { channel: 'first' } }, newThread],
  ['channel', '', { replyToMode: 'all', groups: { [ids.channel]: { replyToMode: 'off' } } }, flat],
  ['channel', '', { replyToModeByChatType: { channel: 'off' }, groups: { '*': { replyToMode: 'all' } } }, newThread],
  ['direct', '', { replyToMode: 'all' }, flat],
  ['direct', ids.root, { replyToMode: 'all' }, flat],
  ['direct', ids.root, { replyToModeByChatType: { direct: 'off' } }, flat],
  ['direct', '', { replyToModeByChatType: { direct: 'first' } }, newThread],
  ['direct', ids.root, { replyToModeByChatType: { direct: 'first' } }, inThread],
  ['direct', '', { replyToModeByChatType: { direct: 'follow' } }, flat],
  ['direct', ids.root, { replyToModeByChatType: { direct: 'follow' } }, inThread],
  ['channel', '', { replyToMode: 'follow' }, flat],
  ['channel', ids.root, { replyToMode: 'follow' }, inThread],
  ['channel', '', { groups: { [ids.channel]: { answer: 'roots' } } }, newThread],
  ['channel', '', { groups: { [ids.channel]: { answer: 'roots', replyToMode: 'off' } } }, flat],
] satisfies [ChatKind, string, PolicySettings, object][])(
  'In a %s, root %j, with %j, the answer belongs in the right thread',
  (kind, rootId, settings, where) => {
    expect(place(kind, rootId, settings)).toEqual(where);
  },
);
