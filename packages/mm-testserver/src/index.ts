// Starting it
export { type MattermostOptions, startMattermost } from './start.ts';
export type { MattermostConfig } from './world/config.ts';
export type { MattermostVersion } from './traits.ts';
export type { Schedule } from './schedule.ts';
export { type ManualTime, manualTime } from './manual-time.ts';

// Telling a story
export type { Mattermost, OldPosts } from './story/mattermost.ts';
export type { NewStoryChannel, Team } from './story/team.ts';
export type { Account } from './story/account.ts';
export type { Bot } from './story/bot.ts';
export type { AttachedFile, Person, PostOptions, TypingOptions } from './story/person.ts';
export type { Channel, PastPost } from './story/channel.ts';
export type { ChannelType } from './world/channels.ts';
export type { Status } from './world/statuses.ts';
export type { Choice, Clickable } from './story/clicking.ts';
export type { DialogValues, ShownDialog } from './story/dialogs.ts';

// Looking at what happened
export type { UnwantedPost, WantedDialog, WantedEphemeral, WantedPost, WantedTyping } from './story/looking.ts';
export type { WaitOptions } from './story/waiting.ts';
export type { FileInfo, Post, PostEmbed, PostMetadata, ThreadPost } from './story/post.ts';
export type { Reaction } from './world/reactions.ts';
export type { DialogContent, DialogElement, DialogOption } from './integrations/dialog-content.ts';
export type { DialogAnswer } from './integrations/dialogs.ts';
export type { LoggedRequest } from './http/request-log.ts';
export type { ConnectedSocket } from './story/sockets.ts';

// Making things go wrong
export type { Fault, FaultAnswer, Faults, Requester, RequestFilter } from './http/faults.ts';
export { htmlErrorPage, tooManyRequests } from './http/fault-answers.ts';
export type { RateLimitSettings } from './http/rate-limiter.ts';

// Handling failures
export { NotSeenError, RefusedError, SeenError, StoryError, type StoryErrorCode } from './story/errors.ts';
