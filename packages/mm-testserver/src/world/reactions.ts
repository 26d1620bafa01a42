import { AppError } from '../errors.ts';
import { isValidId } from '../ids.ts';
import { toJson } from '../json.ts';
import { channelById } from './channels.ts';
import { isEmojiName } from './emoji-names.ts';
import { publish } from './events.ts';
import { forgetLastPostTime } from './last-post-times.ts';
import { insist, mayAtPost, mayOnSystem } from './permissions.ts';
import { postById, type StoredPost } from './posts.ts';
import type { World } from './world.ts';

/** One user's emoji on a post. A type and not an interface, so that it fits an index signature. */
export type Reaction = {
  /** Who reacted. */
  readonly user_id: string;
  /** The post. */
  readonly post_id: string;
  /** The emoji's name, without colons. */
  readonly emoji_name: string;
  /** In milliseconds; 0 in a `reaction_removed` event. */
  readonly create_at: number;
  /** In milliseconds. */
  readonly update_at: number;
  /** Always 0: removed reactions are not shown. */
  readonly delete_at: number;
  /** Always empty: this server has no shared channels. */
  readonly remote_id: string;
  /** The channel of the post; empty in a `reaction_removed` event. From 9.11 on. */
  readonly channel_id?: string;
};

/** The reactions to a post, oldest first. */
export function reactionsTo(world: World, postId: string): readonly Reaction[] {
  return world.reactions.get(postId) ?? [];
}

/** Adds a reaction. The server answers and publishes a repeated one as if it were new. */
export function addReaction(
  world: World,
  actorId: string,
  input: { readonly user_id: string; readonly post_id: string; readonly emoji_name: string },
): Reaction {
  const { user_id, post_id, emoji_name } = input;
  if (!isValidId(user_id) || !isValidId(post_id) || emoji_name === '' || emoji_name.length > 64) {
    throw new AppError(
      400,
      'api.reaction.save_reaction.invalid.app_error',
      'A reaction needs a user, a post and an emoji.',
    );
  }
  if (user_id !== actorId) {
    const id = 'api.reaction.save_reaction.user_id.app_error';
    throw new AppError(403, id, 'You cannot save reaction for the other user.');
  }
  insist(mayAtPost(world, actorId, post_id, 'add_reaction'));
  const post = reactablePost(world, post_id, 'save');
  insistOnEmoji(world, emoji_name);
  const now = world.clock.tick();
  const reaction: Reaction = {
    user_id,
    post_id,
    emoji_name,
    create_at: now,
    update_at: now,
    delete_at: 0,
    remote_id: '',
    ...channelField(world, post.channel_id),
  };
  const present = reactionsTo(world, post_id);
  if (!present.some(other => isSame(other, reaction))) world.reactions.set(post_id, [...present, reaction]);
  post.has_reactions = true;
  post.update_at = now;
  announce(world, 'reaction_added', post, reaction);
  return reaction;
}

/** Removes a reaction. The server publishes the event even when there was none. */
export function removeReaction(
  world: World,
  actorId: string,
  input: { readonly user_id: string; readonly post_id: string; readonly emoji_name: string },
): void {
  insist(mayAtPost(world, actorId, input.post_id, 'remove_reaction'));
  if (input.user_id !== actorId) insist(mayOnSystem(world, actorId, 'remove_others_reactions'));
  const post = reactablePost(world, input.post_id, 'delete');
  const now = world.clock.tick();
  const reaction = { ...input, create_at: 0, update_at: now, delete_at: 0, remote_id: '', ...channelField(world, '') };
  const left = reactionsTo(world, input.post_id).filter(other => !isSame(other, reaction));
  world.reactions.set(input.post_id, left);
  post.has_reactions = left.length > 0;
  post.update_at = now;
  announce(world, 'reaction_removed', post, reaction);
}

/** Removes the reactions with an emoji that was deleted, without events. */
export function withoutEmoji(world: World, emojiName: string): void {
  for (const [postId, reactions] of world.reactions) {
    const left = reactions.filter(({ emoji_name }) => emoji_name !== emojiName);
    world.reactions.set(postId, left);
    const post = world.posts.get(postId);
    if (post) post.has_reactions = left.length > 0;
  }
}

function insistOnEmoji({ traits, emojis }: World, name: string): void {
  if (traits.knownEmojiOnly && name.includes('\0')) {
    throw new AppError(500, 'app.emoji.get_by_name.app_error', 'The database refuses a NUL.');
  }
  const isCustom = [...emojis.values()].some(emoji => emoji.name === name);
  if (traits.knownEmojiOnly && !isCustom && !isEmojiName(name)) {
    throw new AppError(404, 'app.emoji.get_by_name.no_result', 'We couldn’t find the emoji.');
  }
  if (!/^[a-zA-Z0-9\-+_]+$/.test(name)) {
    throw new AppError(400, 'model.reaction.is_valid.emoji_name.app_error', 'Invalid emoji name.');
  }
}

function channelField({ traits }: World, channel_id: string): Pick<Reaction, 'channel_id'> {
  return traits.channelIdOnReactions ? { channel_id } : {};
}

function reactablePost(world: World, postId: string, action: 'save' | 'delete'): StoredPost {
  const post = postById(world, postId);
  if (channelById(world, post.channel_id).delete_at === 0) return post;
  const id = `api.reaction.${action}.archived_channel.app_error`;
  throw new AppError(403, id, 'Reactions in an archived channel cannot be changed.');
}

function isSame(a: Reaction, b: Reaction): boolean {
  return a.user_id === b.user_id && a.emoji_name === b.emoji_name;
}

function announce(world: World, event: string, { channel_id }: StoredPost, reaction: Reaction): void {
  forgetLastPostTime(world, channel_id);
  publish(world, { event, data: { reaction: toJson(reaction) }, to: { channel_id } });
}
