// Listening
export { createSocket, type MattermostSocket, type SocketState } from './socket.ts';
export type { Fetch, Logger, SocketOptions } from './options.ts';
export type { Disconnection, Ending, Gap, GapReason, ListenerFailure, Session, SocketEvents } from './socket-events.ts';

// What comes in
export type {
  Broadcast,
  EventData,
  EventFrame,
  KnownEvent,
  KnownEventName,
  ServerEvent,
  UnknownEvent,
} from './events.ts';
export type {
  ChannelCreatedData,
  ChannelData,
  ChannelDeletedData,
  ChannelIdData,
  ChannelMemberData,
  DirectAddedData,
  GroupAddedData,
  HelloData,
  NewUserData,
  PostData,
  PostedData,
  ReactionData,
  StatusData,
  TeamData,
  TeamMemberData,
  TypingData,
  UserData,
  UserRemovedData,
} from './event-data.ts';
export type { FileInfo, Post, PostMetadata, Reaction } from './post.ts';
export type { Channel, ChannelMember, Team, User } from './channel.ts';

// Handling failures
export {
  ClosedError,
  HttpError,
  NetworkError,
  NotSignedInError,
  ProtocolError,
  SignedOutError,
  SocketError,
  type SocketErrorCode,
  TokenRefusedError,
  UnresponsiveError,
} from './errors.ts';

// For those who dial themselves
export { type Connect, type ConnectContext, openSocket, type OpenSocketOptions } from './open-socket.ts';
