import { AppError } from '../errors.ts';
import { isValidId } from '../ids.ts';
import { mayInChannel } from '../world/permissions.ts';
import { type Status, setStatus, statusOf } from '../world/statuses.ts';
import { startTyping } from '../world/typing.ts';
import type { World } from '../world/world.ts';

type Data = Readonly<Record<string, unknown>>;

/** Handles a request over the socket; returns the `data` of the reply. */
export type Action = (world: World, userId: string, data: Data) => Data | undefined;

/** The actions that clients can request over the socket. */
export const actions: Readonly<Record<string, Action>> = {
  ping: ({ traits, clock }) => ({
    node_id: '',
    server_time: clock.now(),
    text: 'pong',
    version: traits.release,
  }),

  user_typing(world, userId, { channel_id, parent_id }) {
    if (!isValidId(channel_id)) throw invalidData('channel_id');
    if (!mayInChannel(world, userId, channel_id, 'create_post')) throw invalidData('channel_id');
    startTyping(world, userId, channel_id, typeof parent_id === 'string' ? parent_id : '');
    return undefined;
  },

  user_update_active_status(world, userId, { user_is_active, manual }) {
    if (typeof user_is_active !== 'boolean') throw invalidData('user_is_active');
    if (user_is_active) setStatus(world, userId, 'online', manual === true);
    // The real server sets `away` after five idle minutes; this one does not imitate that.
    else if (manual === true) setStatus(world, userId, 'away', true);
    return undefined;
  },

  /** Says which channel and team the user looks at; the server uses it only to save events. */
  presence({ traits }) {
    if (!traits.presenceAction) throw unknownAction();
    return undefined;
  },

  get_statuses: world => Object.fromEntries([...world.statuses].map(([id, { status }]) => [id, status])),

  get_statuses_by_ids(world, _userId, { user_ids }) {
    if (!Array.isArray(user_ids) || user_ids.length === 0) throw invalidData('user_ids');
    const ids = user_ids.filter(id => typeof id === 'string');
    return Object.fromEntries(ids.map((id): [string, Status] => [id, statusOf(world, id)]));
  },
};

/** The error for an action that the server does not have. */
export function unknownAction(): AppError {
  return new AppError(500, 'api.web_socket_router.bad_action.app_error', 'Unknown WebSocket action.');
}

function invalidData(name: string): AppError {
  return new AppError(400, 'api.websocket_handler.invalid_param.app_error', `Invalid ${name} parameter.`);
}
