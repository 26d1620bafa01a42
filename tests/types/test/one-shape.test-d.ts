import type * as rest from '@clawmost/mm-rest';
import type * as story from '@clawmost/mm-testserver';
import type { EventData } from '@clawmost/mm-ws';
import { expectTypeOf, it } from 'vitest';

// One function of a bot takes an object from an event as well as one from a call: `mm-rest` has the types that count.

it('The post of every event about posts is a post of mm-rest', () => {
  expectTypeOf<EventData['posted']['post']>().toExtend<rest.Post>();
  expectTypeOf<EventData['post_edited']['post']>().toExtend<rest.Post>();
  expectTypeOf<EventData['post_deleted']['post']>().toExtend<rest.Post>();
  expectTypeOf<EventData['ephemeral_message']['post']>().toExtend<rest.Post>();
});

it('A file of a post from an event is a file of mm-rest', () => {
  expectTypeOf<EventData['posted']['post']['metadata']['files']>().toExtend<rest.FileInfo[]>();
});

it('The channel of an event is a channel of mm-rest', () => {
  expectTypeOf<EventData['channel_updated']['channel']>().toExtend<rest.Channel>();
});

it('The membership of an event is a membership of mm-rest', () => {
  expectTypeOf<EventData['channel_member_updated']['channelMember']>().toExtend<rest.ChannelMember>();
});

it('The reaction of an event is a reaction of mm-rest', () => {
  expectTypeOf<EventData['reaction_added']['reaction']>().toExtend<rest.Reaction>();
  expectTypeOf<EventData['reaction_removed']['reaction']>().toExtend<rest.Reaction>();
});

it('The team and the user of an event are those of mm-rest', () => {
  expectTypeOf<EventData['update_team']['team']>().toExtend<rest.Team>();
  expectTypeOf<EventData['user_updated']['user']>().toExtend<rest.User>();
});

it('A function that takes a post of mm-rest takes the post of an event', () => {
  const attachedNames = (post: rest.Post): string[] => post.metadata.files.map(({ name }) => name);
  expectTypeOf<EventData['posted']['post']>().toExtend<Parameters<typeof attachedNames>[0]>();
});

it('A typed field of a post has the same type in both', () => {
  expectTypeOf<EventData['posted']['post']['props']>().toEqualTypeOf<rest.Post['props']>();
  expectTypeOf<EventData['posted']['post']['file_ids']>().toEqualTypeOf<rest.Post['file_ids']>();
  expectTypeOf<EventData['posted']['post']['root_id']>().toEqualTypeOf<rest.Post['root_id']>();
});

it('The posts and channels of a story are those of mm-rest', () => {
  expectTypeOf<story.Post>().toExtend<rest.Post>();
  expectTypeOf<story.FileInfo>().toExtend<rest.FileInfo>();
  expectTypeOf<story.Reaction>().toExtend<rest.Reaction>();
  expectTypeOf<story.Channel>().toExtend<rest.Channel>();
});
