import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
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

describe.each(['5.37', '6.7'])('answers recorded from Mattermost %s', version => {
  const { answers } = recording(version);

  it.each(answers.filter(({ shape }) => shape !== 'done'))('$label: nothing of it is lost', ({ shape, body }) => {
    const parsed = v.parse(shapes[shape]!, body);
    expect(parsed).toMatchObject(withoutNulls(body));
  });

  it.each(answers.filter(({ shape }) => shape === 'done'))('$label: is taken as done', ({ body }) => {
    expect(v.parse(doneSchema, body)).toBeUndefined();
  });
});

describe('a post', () => {
  const bare = { id: 'p', user_id: 'u', channel_id: 'c', message: 'hi', create_at: 1, update_at: 1 };

  it('has every field that is named, though the server left it out', () => {
    expect(v.parse(postSchema, bare)).toEqual({
      ...bare,
      root_id: '',
      original_id: '',
      type: '',
      props: {},
      file_ids: [],
      metadata: { files: [] },
      pending_post_id: '',
      is_pinned: false,
      edit_at: 0,
      delete_at: 0,
    });
  });

  it('takes null for absent', () => {
    const post = v.parse(postSchema, { ...bare, props: null, file_ids: null, metadata: null, participants: null });
    expect(post).toMatchObject({ props: {}, file_ids: [], metadata: { files: [] }, participants: null });
  });

  it('shares nothing with other posts', () => {
    const [one, other] = [v.parse(postSchema, bare), v.parse(postSchema, bare)];
    one.props['mine'] = true;
    one.file_ids.push('f');
    one.metadata.files.push({ id: 'f', name: '', extension: '', size: 0, mime_type: '' });
    expect(other).toMatchObject({ props: {}, file_ids: [], metadata: { files: [] } });
  });

  it('may have fields that nobody knows yet', () => {
    expect(v.parse(postSchema, { ...bare, remote_id: null, is_following: true })).toMatchObject({ is_following: true });
  });

  it.each(['id', 'user_id', 'channel_id', 'message', 'create_at', 'update_at'])('is none without its %s', field => {
    expect(v.is(postSchema, { ...bare, [field]: undefined })).toBe(false);
  });
});

it('takes a person for no bot, since the server only marks bots', () => {
  expect(v.parse(userSchema, { id: 'u', username: 'alice' }).is_bot).toBe(false);
});

it('reads an empty list of posts, whose parts may be null', () => {
  expect(v.parse(postListSchema, { order: null, posts: null })).toEqual({
    order: [],
    posts: {},
    next_post_id: '',
    prev_post_id: '',
  });
});

it('takes null for an empty list, but nothing at all for no list', () => {
  expect(v.parse(listAnswer(reactionSchema), null)).toEqual([]);
  expect(v.is(listAnswer(reactionSchema), undefined)).toBe(false);
});

it('takes an empty body for done, but no text or list', () => {
  expect(v.is(doneSchema, undefined)).toBe(true);
  expect(v.is(doneSchema, 'OK')).toBe(false);
  expect(v.is(doneSchema, null)).toBe(false);
});

function recording(version: string): { answers: { label: string; shape: string; body: unknown }[] } {
  return JSON.parse(readFileSync(new URL(`../recordings/mattermost-${version}.json`, import.meta.url), 'utf8'));
}

/** Null may be read as the empty value, so it proves nothing about a field. */
function withoutNulls(value: unknown): object {
  return JSON.parse(JSON.stringify(value, (_, field) => (field === null ? undefined : field)));
}
