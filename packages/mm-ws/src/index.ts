// Listening
export { createSocket, type MattermostSocket, type SocketState } from './socket.ts';
export type { Fetch, SocketOptions, SocketTesting } from './options.ts';
export type { Logger } from './logger.ts';
export type {
  Disconnection,
  Gap,
  GapReason,
  ListenerFailure,
  Session,
  SocketEvents,
  Stopped,
} from './socket-events.ts';

// What comes in
export type { EventData, KnownEventName } from './events/catalogue.ts';
export type { Broadcast, EventFrame, KnownEvent, ServerEvent, UnknownEvent } from './events/server-event.ts';
export type { FileInfo, Post, PostMetadata, Reaction } from './events/post.ts';
export type { Channel, ChannelMember, Team, User } from './events/channel.ts';

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

// Dialling yourself
export { type Connect, type ConnectContext, openSocket, type OpenSocketOptions } from './open-socket.ts';
