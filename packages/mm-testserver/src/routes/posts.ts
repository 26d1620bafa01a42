import { invalidBodyParam } from '../errors.ts';
import { channelById, maySeeChannel } from '../world/channels.ts';
import { sendEphemeralPost } from '../world/ephemeral-posts.ts';
import { noteActivity } from '../world/events.ts';
import { insist, mayOnSystem } from '../world/permissions.ts';
import { beginPost } from '../world/post-creation.ts';
import { deletePost } from '../world/post-deletion.ts';
import { patchPost, pinPost, replacePost } from '../world/post-edits.ts';
import { postJson } from '../world/post-json.ts';
import { threadOf } from '../world/post-lists.ts';
import { livingPost, postById, postNotFound, type StoredPost } from '../world/posts.ts';
import { type ThreadPage, threadPage } from '../world/thread-pages.ts';
import { type Answer, type Call, idParam, ok } from './call.ts';
import { fieldsOf, listOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of posts and threads. */
export const postRoutes: readonly Route[] = [
  { method: 'POST', path: '/posts', handle: create },
  { method: 'POST', path: '/posts/ephemeral', handle: createEphemeral },
  { method: 'POST', path: '/posts/ids', exists: traits => traits.postsByIds, handle: byIds },
  { method: 'GET', path: '/posts/:post_id', handle: get },
  { method: 'PUT', path: '/posts/:post_id', handle: replace },
  { method: 'PUT', path: '/posts/:post_id/patch', handle: patch },
  { method: 'DELETE', path: '/posts/:post_id', handle: remove },
  { method: 'GET', path: '/posts/:post_id/thread', handle: thread },
  { method: 'POST', path: '/posts/:post_id/pin', handle: call => pin(call, true) },
  { method: 'POST', path: '/posts/:post_id/unpin', handle: call => pin(call, false) },
];

const changeable = {
  message: 'string',
  props: 'object',
  is_pinned: 'boolean',
  has_reactions: 'boolean',
  file_ids: 'strings',
} as const;

const creatable = {
  id: 'string',
  channel_id: 'string',
  message: 'string',
  root_id: 'string',
  type: 'string',
  props: 'object',
  file_ids: 'strings',
  pending_post_id: 'string',
  create_at: 'number',
} as const;

function create({ world, userId, token, body, query, midway }: Call): Answer | Promise<Answer> {
  const input = fieldsOf(body, 'post', creatable);
  const setOnline = !['false', 'False', 'FALSE', 'f', 'F', '0'].includes(query.get('set_online') ?? '');
  const finish = beginPost(world, userId, input, setOnline);
  noteActivity(world, token);
  const create = (): Answer => ({ status: 201, body: finish() });
  return midway()?.then(create) ?? create();
}

function createEphemeral({ world, userId, body }: Call): Answer {
  const { user_id = '', post } = fieldsOf(body, 'user_id', { user_id: 'string', post: 'object' });
  if (user_id === '') throw invalidBodyParam('user_id');
  if (!post) throw invalidBodyParam('post');
  const { id, channel_id = '', message = '', root_id, props } = fieldsOf(post, 'post', { ...creatable, id: 'string' });
  insist(mayOnSystem(world, userId, 'create_post_ephemeral'));
  const { answer } = sendEphemeralPost(world, user_id, { id, user_id: userId, channel_id, message, root_id, props });
  return { status: 201, body: answer };
}

/** @throws {AppError} 404 for an unknown or deleted post, 403 for one that the caller may not read. */
function readablePost(call: Call): StoredPost {
  const { world, userId } = call;
  const post = postById(world, idParam(call, 'post_id'));
  insist(maySeeChannel(world, userId, channelById(world, post.channel_id)));
  return post;
}

function get(call: Call): Answer {
  const post = readablePost(call);
  const { world } = call;
  return { body: postJson(world, post), etag: `${world.traits.release}.${post.id}.${post.update_at}` };
}

/** Those posts that exist, at least one, and that the caller can read, for at most 1,000 ids. */
function byIds(call: Call): Answer {
  const { world, userId } = call;
  const ids = listOf(call, 'post_ids');
  if (ids.length > 1_000) throw invalidBodyParam('post_ids');
  const posts = ids.map(id => livingPost(world, id)).filter(post => post !== undefined);
  if (posts.length === 0) throw postNotFound();
  const readable = posts.filter(({ channel_id }) => maySeeChannel(world, userId, channelById(world, channel_id)));
  return { body: readable.map(post => postJson(world, post)) };
}

function thread(call: Call): Answer {
  const { world, userId, query } = call;
  if (!world.traits.threadPages) return { body: threadOf(world, readablePost(call).id) };
  const page = pageOfThread(call);
  const { id } = readablePost(call);
  const isWhole = [
    'perPage',
    'direction',
    'fromCreateAt',
    'fromUpdateAt',
    'skipFetchThreads',
    'collapsedThreads',
  ].every(name => !query.has(name));
  return { body: isWhole ? threadOf(world, id) : threadPage(world, userId, id, page) };
}

function pageOfThread({ world, query }: Call): ThreadPage {
  const text = (name: string): string => query.get(name) ?? '';
  const number = (name: string): number => {
    if (!/^([+-]?\d+)?$/.test(text(name))) throw invalidBodyParam(name);
    return Number(text(name));
  };
  const perPage = number('perPage');
  if (perPage > 200) throw invalidBodyParam('perPage');
  const fromCreateAt = number('fromCreateAt');
  const fromPost = text('fromPost');
  if (fromPost !== '' && fromCreateAt === 0) {
    throw invalidBodyParam('if fromPost is set, then fromCreateAt must also be set');
  }
  if (world.traits.threadPagesFromPostsOnly && fromPost === '' && fromCreateAt !== 0)
    throw invalidBodyParam('fromPost');
  const fromUpdateAt = world.traits.threadUpdates ? number('fromUpdateAt') : 0;
  const updatesOnly = world.traits.threadUpdates && text('updatesOnly') === 'true';
  if ((fromUpdateAt !== 0 && fromCreateAt !== 0) || (updatesOnly && fromUpdateAt === 0)) {
    throw invalidBodyParam('fromUpdateAt');
  }
  const direction = text('direction');
  if (direction !== '' && direction !== 'up' && direction !== 'down') throw invalidBodyParam('direction');
  if (updatesOnly && direction === 'up') throw invalidBodyParam('updatesOnly');
  const skipFetchThreads = text('skipFetchThreads') === 'true';
  const collapsed = text('collapsedThreads') === 'true';
  return { perPage, direction, fromPost, fromCreateAt, fromUpdateAt, updatesOnly, skipFetchThreads, collapsed };
}

function replace(call: Call): Answer {
  const id = idParam(call, 'post_id');
  const { id: named, ...input } = fieldsOf(call.body, 'post', { ...changeable, id: 'string' });
  if (named !== id) throw invalidBodyParam('id');
  return { body: replacePost(call.world, call.userId, id, input) };
}

function patch(call: Call): Answer {
  const id = idParam(call, 'post_id');
  return { body: patchPost(call.world, call.userId, id, fieldsOf(call.body, 'post', changeable)) };
}

function remove(call: Call): Answer {
  deletePost(call.world, call.userId, idParam(call, 'post_id'));
  return ok;
}

function pin(call: Call, pinned: boolean): Answer {
  pinPost(call.world, call.userId, idParam(call, 'post_id'), pinned);
  return ok;
}
