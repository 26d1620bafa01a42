import { expectTypeOf } from 'vitest';
import type { Gap, KnownEvent, MattermostSocket, Post, ServerEvent, SocketErrorCode } from '../../src/index.ts';

// Compiled by the type check, never run.

declare const socket: MattermostSocket;
declare const event: ServerEvent;

socket.on('posted', ({ data }) => {
  expectTypeOf(data.post).toEqualTypeOf<Post>();
  expectTypeOf(data.mentions).toEqualTypeOf<readonly string[] | undefined>();
});
socket.on('gap', gap => expectTypeOf(gap).toEqualTypeOf<Gap>());
socket.on('disconnected', ({ error }) => expectTypeOf(error.code).toEqualTypeOf<SocketErrorCode>());
socket.on('event', anything => expectTypeOf(anything).toEqualTypeOf<ServerEvent>());

if (event.known && event.event === 'reaction_added') {
  expectTypeOf(event).toEqualTypeOf<KnownEvent<'reaction_added'>>();
  expectTypeOf(event.data.reaction.emoji_name).toEqualTypeOf<string>();
}
if (!event.known) expectTypeOf(event.data).toEqualTypeOf<Readonly<Record<string, unknown>>>();
