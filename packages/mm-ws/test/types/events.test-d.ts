import { expectTypeOf } from 'vitest';
import type {
  Gap,
  KnownEvent,
  ListenerFailure,
  MattermostSocket,
  Post,
  ServerEvent,
  SocketErrorCode,
} from '../../src/index.ts';

// Compiled by the type check, never run.

declare const socket: MattermostSocket;
declare const event: ServerEvent;

socket.on('posted', ({ data }) => {
  expectTypeOf(data.post).toEqualTypeOf<Post>();
  expectTypeOf(data.mentions).toEqualTypeOf<readonly string[] | undefined>();
});
socket.on('gap', gap => expectTypeOf(gap).toEqualTypeOf<Gap>());
socket.on('disconnected', ({ error }) => expectTypeOf(error.code).toEqualTypeOf<SocketErrorCode>());
socket.on('failed', failure => expectTypeOf(failure).toEqualTypeOf<ListenerFailure>());
socket.on('typing', ({ data, broadcast }) => {
  expectTypeOf(data.parent_id).toEqualTypeOf<string>();
  expectTypeOf(broadcast.channel_id).toEqualTypeOf<string>();
});
socket.on('hello', ({ event: name }) => expectTypeOf(name).toEqualTypeOf<'hello'>());
// @ts-expect-error: an event without a type here comes through `event` only.
socket.on('custom_com.example_fired', () => {});
expectTypeOf(socket.lastEventAt).toEqualTypeOf<number | undefined>();
socket.on('event', anything => expectTypeOf(anything).toEqualTypeOf<ServerEvent>());

if (event.known && event.event === 'reaction_added') {
  expectTypeOf(event).toEqualTypeOf<KnownEvent<'reaction_added'>>();
  expectTypeOf(event.data.reaction.emoji_name).toEqualTypeOf<string>();
}
if (!event.known) expectTypeOf(event.data).toEqualTypeOf<Readonly<Record<string, unknown>>>();
