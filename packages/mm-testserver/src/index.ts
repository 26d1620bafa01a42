// Starting it
export { type MattermostOptions, startMattermost } from './start.ts';
export type { MattermostConfig } from './world/config.ts';
export type { MattermostVersion } from './versions.ts';
export type { Schedule } from './schedule.ts';
export { type ManualTime, manualTime } from './manual-time.ts';

// Telling a story
export type { Mattermost, Retention } from './story/mattermost.ts';
export type { NewStoryChannel, Team } from './story/team.ts';
export type { Channel, PastPost, Somebody } from './story/channel.ts';
export type { ChannelType } from './world/channels.ts';
export type { AttachedFile, Person, Saying } from './story/person.ts';
export type { Bot } from './story/bot.ts';
export type {
  LookingForDialog,
  LookingForEphemeral,
  LookingForPost,
  LookingForTyping,
} from './story/looking.ts';
export type { Choice, Clickable } from './story/clicking.ts';
export type { DialogValues, ShownDialog } from './story/dialogs.ts';
export type { Waiting } from './story/waiting.ts';

// Looking at what happened
export type { Post, PostEmbed, PostMetadata } from './world/post-json.ts';
export type { Reaction } from './world/reactions.ts';
export type { FileInfo } from './world/files.ts';
export type { DialogContent, DialogElement, DialogOption } from './integrations/dialog-content.ts';
export type { DialogAnswer } from './integrations/dialogs.ts';
export type { LoggedRequest } from './http/request-log.ts';
export type { ConnectedSocket } from './story/sockets.ts';

// Making things go wrong
export type { FaultAnswer, Faults, LaidFault, Requester, RequestFilter } from './http/faults.ts';
export { htmlErrorPage, tooManyRequests } from './http/fault-answers.ts';
export type { RateLimitSettings } from './http/rate-limiter.ts';

// Handling failures
export { NotSeenError, RefusedError, StoryError, type StoryErrorCode } from './story/errors.ts';
