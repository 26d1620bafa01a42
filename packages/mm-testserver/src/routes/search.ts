import { AppError, invalidBodyParam } from '../errors.ts';
import { isObject } from '../json.ts';
import { insist, mayInTeam } from '../world/permissions.ts';
import { postList } from '../world/post-lists.ts';
import { searchPosts } from '../world/post-search.ts';
import { type Answer, type Call, idParam } from './call.ts';
import { fieldsOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes that search posts. */
export const searchRoutes: readonly Route[] = [
  { method: 'POST', path: '/teams/:team_id/posts/search', handle: inTeam },
  {
    method: 'POST',
    path: '/posts/search',
    exists: traits => traits.searchInAllTeams,
    handle: call => search(call, ''),
  },
];

function inTeam(call: Call): Answer {
  const teamId = idParam(call, 'team_id');
  insist(mayInTeam(call.world, call.userId, teamId, 'view_team'));
  return search(call, teamId);
}

function search({ world, userId, body }: Call, teamId: string): Answer {
  const fields = readFields(body);
  const { terms = '', page = 0 } = fields;
  if (terms === '') throw invalidBodyParam('terms');
  // The search in the database has no further pages.
  const found = page > 0 ? [] : searchPosts(world, userId, teamId, searchOf(fields));
  // `matches` is only for other search engines.
  return {
    body: { ...postList(world, { ordered: found }), matches: null },
    headers: { 'Cache-Control': 'no-cache, no-store, must-revalidate' },
  };
}

function readFields(body: unknown) {
  const shape = {
    terms: 'string',
    is_or_search: 'boolean',
    time_zone_offset: 'number',
    page: 'number',
    per_page: 'number',
    include_deleted_channels: 'boolean',
  } as const;
  if (isObject(body)) {
    try {
      return fieldsOf(body, 'search', shape);
    } catch {}
  }
  throw new AppError(400, 'api.post.search_posts.invalid_body.app_error', 'The search cannot be read.');
}

function searchOf({
  terms = '',
  is_or_search,
  time_zone_offset,
  include_deleted_channels,
}: ReturnType<typeof readFields>) {
  return {
    terms,
    isOrSearch: is_or_search ?? false,
    timeZoneOffset: time_zone_offset ?? 0,
    includeDeletedChannels: include_deleted_channels ?? false,
  };
}
