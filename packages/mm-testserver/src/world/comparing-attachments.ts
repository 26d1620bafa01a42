import { isObject, toJson } from '../json.ts';
import { actionsOf, attachmentsOf } from './attachments.ts';
import type { Props } from './posts.ts';

/**
 * How the attachments of two posts compare, by the fields that the server compares, in its order.
 *
 * `crash`: 5.37 crashes at a button without an integration if it has found no difference before.
 */
export type Likeness = 'same' | 'different' | 'crash';

const attachmentKeys = [
  'fallback',
  'color',
  'pretext',
  'author_name',
  'author_link',
  'author_icon',
  'title',
  'title_link',
  'text',
  'image_url',
  'thumb_url',
  'footer',
  'footer_icon',
  'fields',
];

// Without `style` and `disabled`, which the server does not compare.
const actionKeys = ['id', 'type', 'name', 'data_source', 'default_option', 'options'];

/** Compares the attachments of two posts; `crashes` is true on 5.37. */
export function compareAttachments(before: Props, after: Props, crashes: boolean): Likeness {
  const [ours, theirs] = [attachmentsOf(before), attachmentsOf(after)];
  if (ours.length !== theirs.length) return 'different';
  return firstOf(ours, (attachment, i) => compareOne(attachment, theirs[i] ?? {}, crashes));
}

function compareOne(one: Props, other: Props, crashes: boolean): Likeness {
  if (!sameIn(attachmentKeys, one, other)) return 'different';
  const [ours, theirs] = [actionsOf(one), actionsOf(other)];
  if (ours.length !== theirs.length) return 'different';
  const actions = firstOf(ours, (action, i) => compareActions(action, theirs[i] ?? {}, crashes));
  return actions === 'same' && !sameIn(['ts'], one, other) ? 'different' : actions;
}

function compareActions(one: Props, other: Props, crashes: boolean): Likeness {
  if (!sameIn(actionKeys, one, other)) return 'different';
  const leadNowhere = !isObject(one['integration']) || !isObject(other['integration']);
  if (crashes && leadNowhere) return 'crash';
  return sameIn(['integration'], one, other) ? 'same' : 'different';
}

function firstOf(items: readonly Props[], compare: (item: Props, i: number) => Likeness): Likeness {
  for (const [i, item] of items.entries()) {
    const likeness = compare(item, i);
    if (likeness !== 'same') return likeness;
  }
  return 'same';
}

function sameIn(keys: readonly string[], one: Props, other: Props): boolean {
  return keys.every(key => toJson(one[key] ?? null) === toJson(other[key] ?? null));
}
