import { invalidBodyParam } from '../errors.ts';
import { fieldsOf } from '../routes/fields.ts';
import type { Traits } from '../traits.ts';
import type { Props } from '../world/posts.ts';
import type { World } from '../world/world.ts';

/** The content of a dialog. */
export interface DialogContent {
  /** The integration's own id for the dialog. */
  readonly callback_id: string;
  /** The title at the top. */
  readonly title: string;
  /** The text above the elements, in Markdown. */
  readonly introduction_text: string;
  /** The URL of a picture next to the title. */
  readonly icon_url: string;
  /** The fields of the form; `null` when there are none. */
  readonly elements: readonly DialogElement[] | null;
  /** The label of the button that submits. */
  readonly submit_label: string;
  /** Whether the server calls the integration when the person closes the dialog. */
  readonly notify_on_cancel: boolean;
  /** The integration's own data, which the submission returns. */
  readonly state: string;
}

/** A field of a dialog. */
export interface DialogElement {
  /** The label for people. */
  readonly display_name: string;
  /** The key of the value in the submission. */
  readonly name: string;
  /** `text`, `textarea`, `select`, `bool` or `radio`. */
  readonly type: string;
  /** For a text: `email`, `number` and so on. */
  readonly subtype: string;
  /** The value at the start. */
  readonly default: string;
  /** The hint in an empty field. */
  readonly placeholder: string;
  /** The hint below the field. */
  readonly help_text: string;
  /** Whether the value can be empty. */
  readonly optional: boolean;
  /** For a text: the least number of characters. */
  readonly min_length: number;
  /** For a text: the largest number of characters. */
  readonly max_length: number;
  /** `users` or `channels` for a menu of these. */
  readonly data_source: string;
  /** The options of a menu. */
  readonly options: readonly (DialogOption | null)[] | null;
  /** For a menu: whether people may choose several options. From 11.1 on. */
  readonly multiselect?: boolean;
}

/** An option of a menu. */
export interface DialogOption {
  /** The label for people. */
  readonly text: string;
  /** The value in the submission. */
  readonly value: string;
}

/**
 * Reads the dialog of a request, and adds the fields that are missing. The server checks nothing else.
 *
 * @throws {AppError} 400 for a field of the wrong type.
 */
export function dialogContent({ traits }: World, dialog: Props): DialogContent {
  const { elements, ...rest } = dialog;
  const fields = fieldsOf(rest, 'dialog', {
    callback_id: 'string',
    title: 'string',
    introduction_text: 'string',
    icon_url: 'string',
    submit_label: 'string',
    notify_on_cancel: 'boolean',
    state: 'string',
  });
  return {
    callback_id: fields.callback_id ?? '',
    title: fields.title ?? '',
    introduction_text: fields.introduction_text ?? '',
    icon_url: fields.icon_url ?? '',
    elements: listOrNull(elements, element => dialogElement(traits, element)),
    submit_label: fields.submit_label ?? '',
    notify_on_cancel: fields.notify_on_cancel ?? false,
    state: fields.state ?? '',
  };
}

function dialogElement(traits: Traits, element: unknown): DialogElement {
  const fields = fieldsOf(element ?? {}, 'dialog', {
    display_name: 'string',
    name: 'string',
    type: 'string',
    subtype: 'string',
    default: 'string',
    placeholder: 'string',
    help_text: 'string',
    optional: 'boolean',
    min_length: 'number',
    max_length: 'number',
    data_source: 'string',
  });
  const { multiselect = false } = traits.multiselectInDialogs
    ? fieldsOf(element ?? {}, 'dialog', { multiselect: 'boolean' })
    : {};
  return {
    display_name: fields.display_name ?? '',
    name: fields.name ?? '',
    type: fields.type ?? '',
    subtype: fields.subtype ?? '',
    default: fields.default ?? '',
    placeholder: fields.placeholder ?? '',
    help_text: fields.help_text ?? '',
    optional: fields.optional ?? false,
    min_length: fields.min_length ?? 0,
    max_length: fields.max_length ?? 0,
    data_source: fields.data_source ?? '',
    options: listOrNull(Object(element)['options'], dialogOption),
    ...(traits.multiselectInDialogs && { multiselect }),
  };
}

function dialogOption(option: unknown): DialogOption | null {
  if (option === null) return null;
  const { text = '', value = '' } = fieldsOf(option, 'dialog', { text: 'string', value: 'string' });
  return { text, value };
}

function listOrNull<T>(value: unknown, read: (item: unknown) => T): readonly T[] | null {
  if (value == null) return null;
  if (!Array.isArray(value)) throw invalidBodyParam('dialog');
  return value.map(read);
}
