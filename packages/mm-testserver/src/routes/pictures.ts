import { AppError, invalidUrlParam } from '../errors.ts';
import { imageSize } from '../world/image-size.ts';
import { insist, mayOnSystem } from '../world/permissions.ts';
import { announceUser } from '../world/user-json.ts';
import { type User, userById } from '../world/users.ts';
import { type Answer, type Call, ok, userParam } from './call.ts';
import { fileIn, formOf } from './forms.ts';
import type { Route } from './router.ts';

/** The routes of profile pictures. */
export const pictureRoutes: readonly Route[] = [
  { method: 'GET', path: '/users/:user_id/image', handle: get },
  { method: 'POST', path: '/users/:user_id/image', takesFiles: true, handle: set },
  { method: 'DELETE', path: '/users/:user_id/image', handle: remove },
  { method: 'GET', path: '/users/:user_id/image/default', handle: call => shown(call, undefined) },
];

/** A real server draws the first letter of the username; here it is one grey pixel. */
const grey = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

function get(call: Call): Answer {
  return shown(call, userById(call.world, userParam(call)).picture);
}

function shown(call: Call, picture: Buffer | undefined): Answer {
  const user = userById(call.world, userParam(call));
  const headers = { 'Content-Type': 'image/png', 'Cache-Control': 'max-age=86400, private' };
  return { body: picture ?? grey, headers, etag: String(user.last_picture_update ?? 0) };
}

/** People change their own picture; that of a bot, also by the bot itself, only administrators can. */
function insistOnChanging({ world, userId }: Call, ownerId: string): void {
  const isOwnPerson = ownerId === userId && !world.users.get(ownerId)?.bot;
  insist(isOwnPerson || mayOnSystem(world, userId, 'edit_other_users'));
}

function set(call: Call): Answer {
  const { world, rawBody } = call;
  const ownerId = userParam(call);
  insistOnChanging(call, ownerId);
  if (!rawBody.whole) throw refusal(413, 'too_large');
  const form = formOf(call);
  if (!form) throw refusal(500, 'parse');
  const file = fileIn(form, 'image');
  if (!file) throw refusal(400, 'no_file');
  const user = world.users.get(ownerId);
  if (!user) throw invalidUrlParam('user_id');
  if (!imageSize(file.content)) throw refusal(400, 'check_image_limits');
  change(call, user, file.content, world.clock.now());
  return ok;
}

function refusal(status: number, what: string): AppError {
  return new AppError(status, `api.user.upload_profile_user.${what}.app_error`, 'The picture cannot be used.');
}

/** The server writes the time of the removal with a minus. */
function remove(call: Call): Answer {
  const ownerId = userParam(call);
  insistOnChanging(call, ownerId);
  change(call, userById(call.world, ownerId), undefined, -call.world.clock.now());
  return ok;
}

function change({ world }: Call, user: User, picture: Buffer | undefined, at: number): void {
  user.picture = picture;
  user.last_picture_update = at;
  user.update_at = world.clock.now();
  announceUser(world, user);
}
