// Making calls
export { createRestClient, type RestClient } from './client.ts';
export { resolveApiRoot } from './base-url.ts';
export type { CallOptions, Fetch, RestOptions, RestTesting } from './options.ts';
export type { Logger } from './logger.ts';
export type { Page } from './paging.ts';
export type { FileContent } from './download.ts';
export type { Lane } from './lanes.ts';
export type { FileUpload } from './multipart.ts';
export type { ChannelFilter, ChannelsRoutes, NewChannel } from './routes/channels.ts';
export type { CommandCall, CommandFilter, CommandsRoutes, CommandUpdate, NewCommand } from './routes/commands.ts';
export type { FileRead, FilesRoutes } from './routes/files.ts';
export type { ClickAnswer, ClickDetails, DialogRequest, InteractionsRoutes } from './routes/interactions.ts';
export type { NewEphemeralPost, NewPost, PostPage, PostPatch, PostSearch, PostsRoutes } from './routes/posts.ts';
export type { ReactionKey, ReactionsRoutes } from './routes/reactions.ts';
export type { StatusRoutes } from './routes/status.ts';
export type { SystemRoutes } from './routes/system.ts';
export type { TeamsRoutes } from './routes/teams.ts';
export type { TypingRoutes } from './routes/typing.ts';
export type { UserCompletion, UserCompletions, UserSearch, UsersRoutes } from './routes/users.ts';

// What comes back
export type { Channel, ChannelMember } from './schemas/channel.ts';
export type { Command, CommandAnswer } from './schemas/command.ts';
export type { FileInfo } from './schemas/file-info.ts';
export type { Post, PostList, PostMetadata } from './schemas/post.ts';
export type { Reaction } from './schemas/reaction.ts';
export type { UserStatus } from './schemas/status.ts';
export type { ClientConfig, Ping } from './schemas/system.ts';
export type { ServerVersion } from './server-version.ts';
export type { Team, TeamMember } from './schemas/team.ts';
export type { User } from './schemas/user.ts';

// Reading what other sources say
export { readServerVersion } from './server-version.ts';

// Handling failures
export {
  HttpError,
  NetworkError,
  NotSentError,
  type NotSentReason,
  OutcomeUnknownError,
  PostGoneError,
  RateLimitedError,
  RequestTimeoutError,
  RestError,
  type RestErrorCode,
  type UnexpectedResponse,
  UnexpectedResponseError,
} from './errors.ts';

// Sharing a server's rate limit between clients in your own way
export { type Budget, type BudgetOptions, type BudgetStatus, createBudget } from './budget.ts';

// Calling routes that have no method here
export { path } from './path.ts';
export type { Query } from './request.ts';
export type { RestRequest } from './prepare.ts';
export type { Schema } from './schema.ts';
export { channelMemberSchema, channelSchema } from './schemas/channel.ts';
export { commandSchema } from './schemas/command.ts';
export { fileInfoSchema } from './schemas/file-info.ts';
export { postListSchema, postSchema } from './schemas/post.ts';
export { reactionSchema } from './schemas/reaction.ts';
export { teamMemberSchema, teamSchema } from './schemas/team.ts';
export { userSchema } from './schemas/user.ts';
