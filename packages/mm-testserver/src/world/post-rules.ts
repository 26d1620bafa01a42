import { AppError } from '../errors.ts';
import { toJson } from '../json.ts';
import type { StoredPost } from './posts.ts';
import type { World } from './world.ts';

const knownTypes = ['', 'slack_attachment', 'me', 'add_bot_teams_channels'];

/** @throws {AppError} 400 for an invalid post. */
export function insistOnValidPost(world: World, post: StoredPost): void {
  const { traits, config } = world;
  const { message, type, props, file_ids } = post;
  // System posts always fit, even with the small limits of tests.
  const byServer = type.startsWith('system_');
  if (!byServer && codePoints(message) > config.MaxPostSize) {
    throw new AppError(400, traits.longMessageErrorId, traits.longMessageErrorText);
  }
  const known = byServer || knownTypes.includes(type) || type.startsWith('custom_');
  if (!known) throw new AppError(400, 'model.post.is_valid.type.app_error', 'Invalid type.');
  // The JSON of ten ids fits into the database column, that of eleven does not.
  if (codePoints(toJson(file_ids)) > 300) {
    throw new AppError(
      400,
      'model.post.is_valid.file_ids.app_error',
      `Invalid file ids. Note that uploads are limited to ${traits.namedFileLimit} files maximum. Please use additional posts for more files.`,
    );
  }
  if (codePoints(toJson(props)) > traits.maxPropsLength) {
    throw new AppError(400, 'model.post.is_valid.props.app_error', 'Invalid props.');
  }
}

/** @throws {AppError} 500 for a post with a NUL, which the database refuses. */
export function insistOnNoNul(
  { traits }: World,
  post: Pick<StoredPost, 'message' | 'type' | 'props'>,
  action: 'save' | 'update',
): void {
  const { message, type, props } = post;
  const columns = traits.storesNulInProps ? [message, type] : [message, type, props];
  if (!toJson(columns).includes('\\u0000')) return;
  throw new AppError(500, `app.post.${action}.app_error`, `Unable to ${action} the post.`);
}

// The server counts code points, not bytes and not UTF-16 units.
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
