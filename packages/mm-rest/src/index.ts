// Making calls
export { createRestClient, type RestClient } from './client.ts';
export type { CallOptions, Fetch, Logger, RestOptions } from './options.ts';
export type { Page } from './paging.ts';
export type { ChannelsRoutes } from './routes/channels.ts';
export type { NewPost, PostPatch, PostsRoutes } from './routes/posts.ts';
export type { ReactionKey, ReactionsRoutes } from './routes/reactions.ts';
export type { SystemRoutes } from './routes/system.ts';
export type { TeamsRoutes } from './routes/teams.ts';
export type { TypingRoutes } from './routes/typing.ts';
export type { UserSearch, UsersRoutes } from './routes/users.ts';

// What comes back
export type { Channel, ChannelMember } from './schemas/channel.ts';
export type { FileInfo } from './schemas/file-info.ts';
export type { Post, PostList, PostMetadata } from './schemas/post.ts';
export type { Reaction } from './schemas/reaction.ts';
export type { ClientConfig, Ping } from './schemas/system.ts';
export type { Team } from './schemas/team.ts';
export type { User } from './schemas/user.ts';

// Handling failures
export {
  HttpError,
  type HttpErrorDetails,
  NetworkError,
  RateLimitedError,
  RequestTimeoutError,
  RestError,
  type RestErrorCode,
  UnexpectedResponseError,
} from './errors.ts';

// For routes that have no method here
export { path } from './path.ts';
export type {
  Schema,
  SchemaFailure,
  SchemaIssue,
  SchemaPathStep,
  SchemaResult,
  SchemaSuccess,
} from './schema.ts';
export { channelMemberSchema, channelSchema } from './schemas/channel.ts';
export { fileInfoSchema } from './schemas/file-info.ts';
export { postListSchema, postSchema } from './schemas/post.ts';
export { reactionSchema } from './schemas/reaction.ts';
export { teamSchema } from './schemas/team.ts';
export { userSchema } from './schemas/user.ts';
export type { Query } from './request.ts';
export type { RestRequest } from './prepare.ts';
