import { invalidBodyParam } from '../errors.ts';
import { fieldsOf } from '../routes/fields.ts';
import type { Props } from '../world/posts.ts';

/** A form that a person is asked to fill in. */
export interface DialogContent {
  /** The integration's own name for the dialog. */
  readonly callback_id: string;
  /** What stands at the top. */
  readonly title: string;
  /** In Markdown, above the elements. */
  readonly introduction_text: string;
  /** A picture beside the title. */
  readonly icon_url: string;
  /** What is to be filled in; `null` for nothing. */
  readonly elements: readonly DialogElement[] | null;
  /** What the button says. */
  readonly submit_label: string;
  /** Whether the integration hears of it when the dialog is closed. */
  readonly notify_on_cancel: boolean;
  /** Comes back to the integration as it is. */
  readonly state: string;
}

/** One thing to fill in. */
export interface DialogElement {
  /** What people read. */
  readonly display_name: string;
  /** By which the value is submitted. */
  readonly name: string;
  /** `text`, `textarea`, `select`, `bool` or `radio`. */
  readonly type: string;
  /** Of a text, such as `email` or `number`. */
  readonly subtype: string;
  /** What is filled in already. */
  readonly default: string;
  /** What is shown while nothing is filled in. */
  readonly placeholder: string;
  /** What is shown below. */
  readonly help_text: string;
  /** Whether it can be left empty. */
  readonly optional: boolean;
  /** Of a text, in characters. */
  readonly min_length: number;
  /** Of a text, in characters. */
  readonly max_length: number;
  /** `users` or `channels` where those are what can be chosen. */
  readonly data_source: string;
  /** What can be chosen. */
  readonly options: readonly (DialogOption | null)[] | null;
}

/** Something that can be chosen. */
export interface DialogOption {
  /** What people read. */
  readonly text: string;
  /** What is submitted. */
  readonly value: string;
}

/**
 * Reads the dialog of a request and gives it all of its fields, which is all that the server looks at.
 *
 * @throws {AppError} 400 where something has the wrong type.
 */
export function dialogContent(dialog: Props): DialogContent {
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
    elements: listOrNull(elements, dialogElement),
    submit_label: fields.submit_label ?? '',
    notify_on_cancel: fields.notify_on_cancel ?? false,
    state: fields.state ?? '',
  };
}

function dialogElement(element: unknown): DialogElement {
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
