import { AppError } from '../errors.ts';
import { toJson } from '../json.ts';
import { isEmojiName } from './emoji-names.ts';
import { publish } from './events.ts';
import { imageSize } from './image-size.ts';
import { withoutEmoji } from './reactions.ts';
import type { World } from './world.ts';

/** A custom emoji, as the API shows it. */
export interface EmojiJson {
  readonly id: string;
  readonly create_at: number;
  readonly update_at: number;
  readonly delete_at: number;
  readonly creator_id: string;
  readonly name: string;
}

/** A custom emoji, as the server saves it. */
export interface StoredEmoji extends EmojiJson {
  readonly image: Buffer;
}

/** The request for a new emoji; `image` is `undefined` when the form has no file. */
export interface NewEmoji {
  readonly name: string;
  readonly creator_id: string;
  readonly image: Buffer | undefined;
}

/** Creates a custom emoji, and sends an event to all users. */
export function createEmoji(world: World, userId: string, { name, creator_id, image }: NewEmoji): EmojiJson {
  if (!/^[a-zA-Z0-9+_-]{1,64}$/.test(name)) throw invalid('model.emoji.name.app_error');
  if (isEmojiName(name)) throw invalid('model.emoji.system_emoji_name.app_error');
  if (creator_id !== userId) {
    const id = 'api.emoji.create.other_user.app_error';
    throw new AppError(403, id, 'An emoji can only be created in the name of the caller.');
  }
  if (findEmoji(world, name)) throw invalid('api.emoji.create.duplicate.app_error');
  if (!image) throw invalid('api.context.invalid_body_param.app_error');
  if (!imageSize(image)) throw invalid('api.emoji.upload.image.app_error');
  const now = world.clock.now();
  const emoji = { id: world.newId(), create_at: now, update_at: now, delete_at: 0, creator_id, name, image };
  world.emojis.set(emoji.id, emoji);
  publish(world, { event: 'emoji_added', data: { emoji: toJson(emojiJson(emoji)) }, to: {} });
  return emojiJson(emoji);
}

function invalid(id: string): AppError {
  return new AppError(400, id, 'The emoji cannot be created.');
}

/** Deletes a custom emoji, with the reactions that use it. */
export function deleteEmoji(world: World, emoji: StoredEmoji): void {
  world.emojis.delete(emoji.id);
  withoutEmoji(world, emoji.name);
}

/** @throws {AppError} 404 for an unknown id. */
export function emojiById(world: World, id: string): StoredEmoji {
  const emoji = world.emojis.get(id);
  if (!emoji) throw new AppError(404, 'app.emoji.get.no_result', 'There is no such emoji.');
  return emoji;
}

/** @throws {AppError} 404 for an unknown name; those of every server are unknown here. */
export function emojiByName(world: World, name: string): StoredEmoji {
  const emoji = findEmoji(world, name);
  if (!emoji) throw new AppError(404, 'app.emoji.get_by_name.no_result', 'We couldn’t find the emoji.');
  return emoji;
}

/** The custom emoji with this name. */
export function findEmoji(world: World, name: string): StoredEmoji | undefined {
  return [...world.emojis.values()].find(emoji => emoji.name === name);
}

/** The custom emoji whose names a test accepts, by name. */
export function emojisWith(world: World, fits: (name: string) => boolean): EmojiJson[] {
  return [...world.emojis.values()]
    .filter(({ name }) => fits(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(emojiJson);
}

/** The JSON of an emoji. */
export function emojiJson({ image: _, ...emoji }: StoredEmoji): EmojiJson {
  return emoji;
}
