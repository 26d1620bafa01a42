// Reading and writing targets, without the server
export { type ParseOptions, parseTarget } from './parse.ts';
export {
  type ChannelNameTarget,
  type ChannelTarget,
  formatTarget,
  type IdTarget,
  type PersonTarget,
  type PostTarget,
  type Target,
  type UserTarget,
} from './target.ts';

// Finding what they mean
export {
  createTargets,
  type Place,
  type ResolvedChannel,
  type ResolvedTarget,
  type ResolvedUser,
  type Targets,
  type TargetsCall,
  type TargetsOptions,
} from './targets.ts';
export type { DirectChannelRetry, TargetsTesting } from './direct-channel.ts';
export type { Directory, DirectoryChannel, DirectoryPerson, DirectoryQuery } from './directory.ts';

// Handling failures
export { type Candidate, TargetError, type TargetErrorCode, TargetSyntaxError } from './errors.ts';

// What to bring
export { type TargetsEvent, type TargetsEventName, targetsEventNames } from './events.ts';
export type { CallOptions, ListedChannel, ListedTeam, ListedUser, TargetsRest } from './rest.ts';
