import { expectTypeOf } from 'vitest';
import type {
  EventData,
  Gap,
  KnownEvent,
  ListenerFailure,
  MattermostSocket,
  Post,
  ServerEvent,
  SocketErrorCode,
  SocketOptions,
  Stopped,
} from '../../src/index.ts';

// Compiled by the type check, never run.

declare const socket: MattermostSocket;
declare const event: ServerEvent;

// A listener gets the data of its event, already parsed.
socket.on('posted', ({ data }) => {
  expectTypeOf(data).toEqualTypeOf<EventData['posted']>();
  expectTypeOf(data.post).toEqualTypeOf<Post>();
  expectTypeOf(data.post.metadata.files[0]?.name).toEqualTypeOf<string | undefined>();
  expectTypeOf(data.mentions).toEqualTypeOf<readonly string[] | undefined>();
});
socket.on('typing', ({ data, broadcast }) => {
  expectTypeOf(data.parent_id).toEqualTypeOf<string>();
  expectTypeOf(broadcast.channel_id).toEqualTypeOf<string>();
});
socket.on('hello', ({ event: name }) => expectTypeOf(name).toEqualTypeOf<'hello'>());
socket.on('event', anything => expectTypeOf(anything).toEqualTypeOf<ServerEvent>());
// @ts-expect-error: an event without a type here comes through `event` only.
socket.on('custom_com.example_fired', () => {});

// The socket's own events have types too.
socket.on('gap', gap => expectTypeOf(gap).toEqualTypeOf<Gap>());
socket.on('disconnected', ({ error }) => expectTypeOf(error.code).toEqualTypeOf<SocketErrorCode>());
socket.on('failed', failure => expectTypeOf(failure).toEqualTypeOf<ListenerFailure>());
socket.on('stopped', stopped => expectTypeOf(stopped).toEqualTypeOf<Stopped>());
expectTypeOf(socket.lastEventAt).toEqualTypeOf<number | undefined>();

// The name of an event narrows its data.
if (event.known && event.event === 'reaction_added') {
  expectTypeOf(event).toEqualTypeOf<KnownEvent<'reaction_added'>>();
  expectTypeOf(event.data.reaction.emoji_name).toEqualTypeOf<string>();
}
if (!event.known) expectTypeOf(event.data).toEqualTypeOf<Readonly<Record<string, unknown>>>();

// Options may be passed on as they are, undefined included.
declare const maybe: Pick<SocketOptions, 'logger' | 'signal'>;
const options: SocketOptions = {
  baseUrl: '',
  token: '',
  logger: maybe.logger,
  signal: maybe.signal,
  testing: undefined,
};
expectTypeOf(options).toExtend<SocketOptions>();
