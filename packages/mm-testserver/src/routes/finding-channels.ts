import { type Channel, channelJson } from '../world/channels.ts';
import { insist, mayInTeam } from '../world/permissions.ts';
import { type Answer, type Call, idParam } from './call.ts';
import { fieldsOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes that search channels by a part of their names. */
export const channelFindingRoutes: readonly Route[] = [
  { method: 'GET', path: '/teams/:team_id/channels/autocomplete', handle: autocomplete },
  { method: 'POST', path: '/teams/:team_id/channels/search', handle: search },
];

function autocomplete(call: Call): Answer {
  return { body: found(call, call.query.get('name') ?? '', 50) };
}

function search(call: Call): Answer {
  const { term = '' } = fieldsOf(call.body, 'channel_search', { term: 'string' });
  return { body: found(call, term, 100) };
}

/** Finds public channels, at most `most`; there are no pages. */
function found(call: Call, term: string, most: number): object[] {
  const { world, userId } = call;
  const teamId = idParam(call, 'team_id');
  insist(mayInTeam(world, userId, teamId, 'list_team_channels'));
  const wanted = term.toLowerCase();
  const fits = ({ name, display_name, purpose }: Channel): boolean =>
    [name, display_name, purpose].some(text => text.toLowerCase().includes(wanted));
  return [...world.channels.values()]
    .filter(({ team_id, type, delete_at }) => team_id === teamId && type === 'O' && delete_at === 0)
    .filter(fits)
    .sort((a, b) => (a.display_name.toLowerCase() < b.display_name.toLowerCase() ? -1 : 1))
    .slice(0, most)
    .map(channel => channelJson(world, channel));
}
