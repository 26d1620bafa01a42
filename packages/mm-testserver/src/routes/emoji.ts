import { AppError, invalidBodyParam, invalidUrlParam, unreadablePayload } from '../errors.ts';
import { isObject } from '../json.ts';
import { parseJson } from '../json-reading.ts';
import {
  createEmoji,
  deleteEmoji,
  emojiById,
  emojiByName,
  emojiJson,
  emojisWith,
  type StoredEmoji,
} from '../world/emojis.ts';
import { pageOf } from '../world/pages.ts';
import { insist, mayOnSystem } from '../world/permissions.ts';
import type { World } from '../world/world.ts';
import { type Answer, type Call, idParam, ok, pageOfCall } from './call.ts';
import { fieldsOf, stringFieldsOf } from './fields.ts';
import { fileIn, formOf, textIn } from './forms.ts';
import type { Route } from './router.ts';

/** The routes of custom emoji. */
export const emojiRoutes: readonly Route[] = [
  { method: 'POST', path: '/emoji', takesFiles: true, handle: create },
  { method: 'GET', path: '/emoji', handle: list },
  { method: 'GET', path: '/emoji/autocomplete', handle: autocomplete },
  { method: 'POST', path: '/emoji/search', handle: search },
  { method: 'POST', path: '/emoji/names', exists: traits => traits.emojisByNames, handle: byNames },
  { method: 'GET', path: '/emoji/name/:emoji_name', handle: byName },
  { method: 'GET', path: '/emoji/:emoji_id', handle: call => ({ body: emojiJson(emojiOf(call)) }) },
  { method: 'GET', path: '/emoji/:emoji_id/image', handle: image },
  { method: 'DELETE', path: '/emoji/:emoji_id', handle: remove },
];

const mostFound = 200;

function insistOnEmoji({ config }: World): void {
  if (!config.EnableCustomEmoji) throw new AppError(501, 'api.emoji.disabled.app_error', 'Custom emoji are disabled.');
}

function create(call: Call): Answer {
  const { world, userId } = call;
  insistOnEmoji(world);
  const form = formOf(call);
  if (!form) throw new AppError(400, 'api.emoji.create.parse.app_error', 'The form cannot be read.');
  insist(mayOnSystem(world, userId, 'create_emojis'));
  const emoji = parseJson(textIn(form, 'emoji') ?? '');
  if (!isObject(emoji)) throw invalidBodyParam('emoji');
  const { name = '', creator_id = '' } = stringFieldsOf(emoji);
  return { body: createEmoji(world, userId, { name, creator_id, image: fileIn(form, 'image')?.content }) };
}

function list(call: Call): Answer {
  const { world, query } = call;
  insistOnEmoji(world);
  const sort = query.get('sort') ?? '';
  if (sort !== '' && sort !== 'name') throw invalidUrlParam('sort');
  const all = sort === 'name' ? emojisWith(world, () => true) : [...world.emojis.values()].map(emojiJson);
  return { body: pageOf(all, pageOfCall(call)) };
}

function autocomplete({ world, query }: Call): Answer {
  const wanted = query.get('name') ?? '';
  if (wanted === '') throw invalidUrlParam('name');
  return { body: emojisWith(world, name => name.startsWith(wanted)).slice(0, 100) };
}

function search({ world, body }: Call): Answer {
  const { term = '', prefix_only } = fieldsOf(body, 'term', { term: 'string', prefix_only: 'boolean' });
  if (term === '') throw invalidBodyParam('term');
  const fits = (name: string): boolean => (prefix_only ? name.startsWith(term) : name.includes(term));
  return { body: emojisWith(world, fits).slice(0, mostFound) };
}

function byNames({ world, body }: Call): Answer {
  if (!Array.isArray(body) || !body.every(name => typeof name === 'string')) throw unreadablePayload();
  if (body.length === 0) throw invalidBodyParam('names');
  insistOnEmoji(world);
  if (body.length > mostFound) {
    const id = 'api.emoji.get_multiple_by_name_too_many.request_error';
    throw new AppError(400, id, `At most ${mostFound} names can be asked for.`);
  }
  return { body: emojisWith(world, name => body.includes(name)) };
}

function byName({ world, params }: Call): Answer {
  insistOnEmoji(world);
  return { body: emojiJson(emojiByName(world, params['emoji_name'] ?? '')) };
}

function emojiOf(call: Call): StoredEmoji {
  const id = idParam(call, 'emoji_id');
  insistOnEmoji(call.world);
  return emojiById(call.world, id);
}

function image(call: Call): Answer {
  const { image: body } = emojiOf(call);
  return { body, headers: { 'Content-Type': 'image/png', 'Cache-Control': 'max-age=2592000, private' } };
}

function remove(call: Call): Answer {
  const { world, userId } = call;
  const emoji = emojiById(world, idParam(call, 'emoji_id'));
  insist(mayOnSystem(world, userId, emoji.creator_id === userId ? 'delete_emojis' : 'delete_others_emojis'));
  deleteEmoji(world, emoji);
  return ok;
}
