import type { CallOptions } from '../options.ts';
import { path } from '../path.ts';
import { listAnswer } from '../schemas/lenient.ts';
import { type UserStatus, userStatusSchema } from '../schemas/status.ts';
import type { Send } from '../send.ts';

/** Users' presence. Events show a bot only its own, so a bot has to ask for that of others. */
export interface StatusRoutes {
  /** The status of a user; `offline` for one that does not exist. */
  get(userId: string, call?: CallOptions): Promise<UserStatus>;
  /** The status of several users, in no dependable order. */
  getByIds(userIds: readonly string[], call?: CallOptions): Promise<UserStatus[]>;
  /** Sets the status of the account, whose own id must be given; `me` does not work here. */
  set(userId: string, status: 'online' | 'away' | 'dnd' | 'offline', call?: CallOptions): Promise<UserStatus>;
}

const statusesSchema = listAnswer(userStatusSchema);

export function statusRoutes(send: Send): StatusRoutes {
  return {
    get: async (userId, call) =>
      send({ method: 'GET', path: path`/users/${userId}/status`, schema: userStatusSchema }, call),
    getByIds: async (userIds, call) => {
      if (userIds.length === 0) return [];
      const read = { method: 'POST', idempotent: true, lane: 'read' } as const;
      return send({ ...read, path: '/users/status/ids', body: userIds, schema: statusesSchema }, call);
    },
    set: async (userId, status, call) => {
      const body = { user_id: userId, status };
      const route = path`/users/${userId}/status`;
      return send({ method: 'PUT', path: route, body, idempotent: true, schema: userStatusSchema }, call);
    },
  };
}
