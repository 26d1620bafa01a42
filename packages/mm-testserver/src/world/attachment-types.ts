import { isObject } from '../json.ts';

type Check = (value: unknown) => boolean;

const isText: Check = value => typeof value === 'string';
const isBoolean: Check = value => typeof value === 'boolean';
const isInteger: Check = value => Number.isInteger(value);
const isSlackBoolean: Check = value => /^(true|false)$/i.test(String(value));

/** A list, or `null`; its items can be `null` too. */
const listOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(item => item === null || check(item));

/** An object whose known fields have the right types; `null` counts as absent. */
const objectOf =
  (fields: Readonly<Record<string, Check>>): Check =>
  value =>
    isObject(value) && Object.entries(fields).every(([name, check]) => value[name] == null || check(value[name]));

const texts = (...names: readonly string[]): Readonly<Record<string, Check>> =>
  Object.fromEntries(names.map(name => [name, isText]));

const action = objectOf({
  ...texts('id', 'type', 'name', 'style', 'data_source', 'default_option', 'cookie'),
  disabled: isBoolean,
  options: listOf(objectOf(texts('text', 'value'))),
  integration: objectOf({ url: isText, context: isObject }),
});

/**
 * Whether the server can read an attachment. It silently drops one with a single field of the wrong type, such as a menu
 * with a number as the `value` of an option.
 */
export const isAttachment: Check = objectOf({
  id: isInteger,
  ...texts('fallback', 'color', 'pretext', 'author_name', 'author_link', 'author_icon', 'title', 'title_link', 'text'),
  ...texts('image_url', 'thumb_url', 'footer', 'footer_icon'),
  fields: listOf(objectOf({ title: isText, short: isSlackBoolean })),
  actions: listOf(action),
});
