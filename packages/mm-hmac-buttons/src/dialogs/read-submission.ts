import type { JsonObject } from '../signing/json.ts';
import { type DialogElement, hasOptions, isNumber } from './dialog-element.ts';

/** What a person entered, by the names of the fields. An empty optional field is `undefined`. */
export type SubmittedValues = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** The values of a form, or the errors to answer with: `{ errors }` goes into the reply of `onSubmit` as it is. */
export type SubmissionVerdict =
  | {
      /** The form is filled in as it asks. */
      readonly ok: true;
      /** By the names of the fields; only fields of the form. */
      readonly values: SubmittedValues;
    }
  | {
      /** At least one field is not. */
      readonly ok: false;
      /** What people read at each field. */
      readonly errors: Readonly<Record<string, string>>;
    };

/** What people read at a field. */
export interface SubmissionTexts {
  /** The field is empty. */
  required: string;
  /** The text is shorter than `min_length`. */
  tooShort: string;
  /** The text is longer than `max_length`. */
  tooLong: string;
  /** It is not a number, or not of the form of its type. */
  invalid: string;
  /** The form does not offer the option. */
  notOffered: string;
}

const defaultTexts: SubmissionTexts = {
  required: 'Please fill this in.',
  tooShort: 'This is too short.',
  tooLong: 'This is too long.',
  invalid: 'This is not valid.',
  notOffered: 'Please choose one of the options.',
};

type Field = { readonly value: SubmittedValues[string] } | { readonly error: keyof SubmissionTexts };

/**
 * Reads a submission by the form that was opened. The server checks none of it: required fields, lengths and options are up to
 * you, and clients write the same value in different ways.
 */
export function readSubmission(
  elements: readonly DialogElement[],
  submission: JsonObject,
  texts: Partial<SubmissionTexts> = {},
): SubmissionVerdict {
  const words = { ...defaultTexts, ...texts };
  const values: Record<string, SubmittedValues[string]> = {};
  const errors: Record<string, string> = {};
  for (const element of elements) {
    const given = Object.hasOwn(submission, element.name) ? submission[element.name] : undefined;
    const field = readField(element, given);
    if ('error' in field) errors[element.name] = words[field.error];
    else values[element.name] = field.value;
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, values };
}

function readField(element: DialogElement, given: unknown): Field {
  if (element.type === 'bool') return readFlag(element, given);
  if (element.multiselect) return readSeveral(element, given);
  // One client leaves an empty field out, another sends null.
  const text = typeof given === 'number' ? String(given) : (given ?? '');
  if (typeof text !== 'string') return { error: 'invalid' };
  if (text.trim() === '') return element.optional ? { value: undefined } : { error: 'required' };
  if (isNumber(element)) return Number.isFinite(Number(text)) ? { value: Number(text) } : { error: 'invalid' };
  if (hasOptions(element)) return isOffered(element, text) ? { value: text } : { error: 'notOffered' };
  if (element.type === 'date' || element.type === 'datetime') {
    return Number.isNaN(Date.parse(text)) ? { error: 'invalid' } : { value: text };
  }
  return readText(element, text);
}

function readText(element: DialogElement, text: string): Field {
  const length = Array.from(text).length;
  const { min_length: min = 0, max_length: max = element.type === 'textarea' ? 3_000 : 150 } = element;
  if (element.type === 'text' || element.type === 'textarea') {
    if (length < min) return { error: 'tooShort' };
    if (length > max) return { error: 'tooLong' };
  }
  return { value: text };
}

function readFlag({ optional }: DialogElement, given: unknown): Field {
  const isSet = given === true || given === 'true';
  if (!isSet && !optional && given !== false && given !== 'false') return { error: 'required' };
  return { value: isSet };
}

/** A list from the web, and one text with commas from mobile apps. */
function readSeveral(element: DialogElement, given: unknown): Field {
  const list = typeof given === 'string' ? given.split(',').filter(Boolean) : (given ?? []);
  if (!Array.isArray(list) || !list.every(one => typeof one === 'string')) return { error: 'invalid' };
  if (list.length === 0) return element.optional ? { value: [] } : { error: 'required' };
  if (hasOptions(element) && !list.every(one => isOffered(element, one))) return { error: 'notOffered' };
  return { value: list };
}

function isOffered({ options = [] }: DialogElement, value: string): boolean {
  return options.some(option => option.value === value);
}
