import type { Budget } from './budget.ts';
import { createRunCall } from './call.ts';
import { createDownload } from './download.ts';
import { type CallOptions, type RestOptions, resolveOptions } from './options.ts';
import { checkRequest, type RestRequest } from './prepare.ts';
import { createCleanText } from './redact.ts';
import { createSendOnce } from './request.ts';
import { type ChannelsRoutes, channelsRoutes } from './routes/channels.ts';
import { type CommandsRoutes, commandsRoutes } from './routes/commands.ts';
import { type FilesRoutes, filesRoutes } from './routes/files.ts';
import { type InteractionsRoutes, interactionsRoutes } from './routes/interactions.ts';
import { type PostsRoutes, postsRoutes } from './routes/posts.ts';
import { type ReactionsRoutes, reactionsRoutes } from './routes/reactions.ts';
import { type StatusRoutes, statusRoutes } from './routes/status.ts';
import { type SystemRoutes, systemRoutes } from './routes/system.ts';
import { type TeamsRoutes, teamsRoutes } from './routes/teams.ts';
import { type TypingRoutes, typingRoutes } from './routes/typing.ts';
import { type UsersRoutes, usersRoutes } from './routes/users.ts';
import { createSend, type Transport } from './send.ts';

/** The REST API of one server, for one account. Holds no connection and no timer between calls. */
export interface RestClient {
  /** People and bots. */
  readonly users: UsersRoutes;
  /** Teams. */
  readonly teams: TeamsRoutes;
  /** Channels, direct and group messages, and their members. */
  readonly channels: ChannelsRoutes;
  /** Posts. */
  readonly posts: PostsRoutes;
  /** Reactions to posts. */
  readonly reactions: ReactionsRoutes;
  /** The line that says who is typing. */
  readonly typing: TypingRoutes;
  /** Users' presence. */
  readonly status: StatusRoutes;
  /** Uploads and downloads. */
  readonly files: FilesRoutes;
  /** Slash commands. */
  readonly commands: CommandsRoutes;
  /** Buttons, menus and dialogs. */
  readonly interactions: InteractionsRoutes;
  /** The server itself. */
  readonly system: SystemRoutes;
  /** What the server still lets this client send, for programs that send less when that is little. */
  readonly budget: Pick<Budget, 'status'>;
  /**
   * Calls a route that has no method here, with the same deadline, limits and errors.
   *
   * @example
   * ```ts
   * const status = await rest.request({
   *   method: 'GET',
   *   path: path`/users/${id}/status`,
   *   schema: v.looseObject({ status: v.string() }),
   * });
   * ```
   */
  request<T = unknown>(request: RestRequest<T>, call?: CallOptions): Promise<T>;
}

/**
 * Makes a client; nothing is sent before the first call.
 *
 * Every call throws a `RestError` when it fails, and the reason of your `signal` when you abort it.
 *
 * @throws TypeError that names the option and what was expected
 */
export function createRestClient(options: RestOptions): RestClient {
  const resolved = resolveOptions(options);
  const transport: Transport = {
    options: resolved,
    sendOnce: createSendOnce(resolved),
    runCall: createRunCall(resolved),
    cleanText: createCleanText(resolved.token),
  };
  const send = createSend(transport);
  return {
    users: usersRoutes(send),
    teams: teamsRoutes(send),
    channels: channelsRoutes(send),
    posts: postsRoutes(send),
    reactions: reactionsRoutes(send),
    typing: typingRoutes(send),
    status: statusRoutes(send),
    files: filesRoutes(send, createDownload(transport)),
    commands: commandsRoutes(send),
    interactions: interactionsRoutes(send),
    system: systemRoutes(send),
    budget: { status: () => resolved.budget.status() },
    request: async (request, call) => send(checkRequest(request), call),
  };
}
