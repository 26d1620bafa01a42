import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { channelMemberSchema, channelSchema } from '../../src/schemas/channel.ts';
import { commandAnswerSchema, commandSchema } from '../../src/schemas/command.ts';
import { fileInfoSchema } from '../../src/schemas/file-info.ts';
import { listAnswer } from '../../src/schemas/lenient.ts';
import { postListSchema, postSchema } from '../../src/schemas/post.ts';
import { reactionSchema } from '../../src/schemas/reaction.ts';
import { clientConfigSchema, doneSchema, pingSchema } from '../../src/schemas/system.ts';
import { teamSchema } from '../../src/schemas/team.ts';
import { userSchema } from '../../src/schemas/user.ts';

const shapes: Record<string, v.GenericSchema> = {
  user: userSchema,
  users: listAnswer(userSchema),
  teams: listAnswer(teamSchema),
  channel: channelSchema,
  channels: listAnswer(channelSchema),
  member: channelMemberSchema,
  members: listAnswer(channelMemberSchema),
  post: postSchema,
  posts: postListSchema,
  reaction: reactionSchema,
  reactions: listAnswer(reactionSchema),
  ping: pingSchema,
  config: clientConfigSchema,
  command: commandSchema,
  commands: listAnswer(commandSchema),
  commandAnswer: commandAnswerSchema,
  file: fileInfoSchema,
  files: listAnswer(fileInfoSchema),
  done: doneSchema,
};

const answers = ['5.37', '6.7'].flatMap(version => recording(version).answers.map(answer => ({ version, ...answer })));

it.each(answers.filter(({ shape }) => shape !== 'done'))(
  'Nothing is lost of the answer "$label" recorded from Mattermost $version',
  ({ shape, body }) => {
    expect(v.parse(shapes[shape]!, body)).toMatchObject(withoutNulls(body));
  },
);

it.each(answers.filter(({ shape }) => shape === 'done'))(
  'The answer "$label" recorded from Mattermost $version means done',
  ({ body }) => {
    expect(v.parse(doneSchema, body)).toBeUndefined();
  },
);

const bare = { id: 'p', user_id: 'u', channel_id: 'c', message: 'hi', create_at: 1, update_at: 1 };

it('A post has every typed field, though the server left it out', () => {
  expect(v.parse(postSchema, bare)).toEqual({
    ...bare,
    root_id: '',
    original_id: '',
    type: '',
    props: {},
    file_ids: [],
    metadata: { files: [], embeds: [], emojis: [], reactions: [] },
    pending_post_id: '',
    is_pinned: false,
    edit_at: 0,
    delete_at: 0,
  });
});

it('A field of a post that is null is read as absent', () => {
  const post = v.parse(postSchema, { ...bare, props: null, file_ids: null, metadata: null, participants: null });
  expect(post).toMatchObject({ props: {}, file_ids: [], metadata: { files: [] }, participants: null });
});

it('Two posts share no object', () => {
  const [one, other] = [v.parse(postSchema, bare), v.parse(postSchema, bare)];
  one.props['mine'] = true;
  one.file_ids.push('f');
  one.metadata.files.push(v.parse(fileInfoSchema, { id: 'f' }));
  expect(other).toMatchObject({ props: {}, file_ids: [], metadata: { files: [] } });
});

it('A post may have fields that this version does not know', () => {
  expect(v.parse(postSchema, { ...bare, remote_id: null, is_following: true })).toMatchObject({ is_following: true });
});

it.each(['id', 'user_id', 'channel_id', 'message', 'create_at', 'update_at'])(
  'A post without its %s is refused',
  field => {
    expect(v.is(postSchema, { ...bare, [field]: undefined })).toBe(false);
  },
);

it('A person without the field is_bot is not a bot', () => {
  expect(v.parse(userSchema, { id: 'u', username: 'alice' }).is_bot).toBe(false);
});

it('An empty list of posts may have parts that are null', () => {
  expect(v.parse(postListSchema, { order: null, posts: null })).toEqual({
    order: [],
    posts: {},
    next_post_id: '',
    prev_post_id: '',
    has_next: false,
  });
});

it('A list may arrive as null, but an empty body is not a list', () => {
  expect(v.parse(listAnswer(reactionSchema), null)).toEqual([]);
  expect(v.is(listAnswer(reactionSchema), undefined)).toBe(false);
});

it('An empty body means done, and a text or null does not', () => {
  expect(v.is(doneSchema, undefined)).toBe(true);
  expect(v.is(doneSchema, 'OK')).toBe(false);
  expect(v.is(doneSchema, null)).toBe(false);
});

function recording(version: string): { answers: { label: string; shape: string; body: unknown }[] } {
  return JSON.parse(readFileSync(new URL(`../recordings/mattermost-${version}.json`, import.meta.url), 'utf8'));
}

/** Null may be read as the empty value, so it proves nothing about a field; and an id is listed once. */
function withoutNulls(value: unknown): object {
  const keep = (name: string, field: unknown) => {
    if (field === null) return undefined;
    return name === 'order' ? [...new Set(field as string[])] : field;
  };
  return JSON.parse(JSON.stringify(value, keep));
}

it('A list names each post once, though servers name the first post of a thread twice', () => {
  expect(v.parse(postListSchema, { order: ['a', 'b', 'a'], posts: null }).order).toEqual(['a', 'b']);
});
