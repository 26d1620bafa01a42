/** An option of a select or radio field. */
export interface DialogOption {
  /** What people read. */
  text: string;
  /** What comes back. */
  value: string;
}

/** A field of a form, in Mattermost's own JSON. */
export interface DialogElement {
  /** The label that people read; at most 24 characters. */
  display_name: string;
  /** Its key in the submission. */
  name: string;
  /** `text`, `textarea`, `select`, `bool` or `radio`; `date` and `datetime` from 11.1 on. */
  type: string;
  /** Of a text: `text`, `email`, `number`, `password`, `tel` or `url`. */
  subtype?: string | undefined;
  /**
   * What it contains at first: a text for every type, such as `"true"`, `"5"`, or `"a,b"` for a multi-select. Clients before
   * Mattermost 11.6 ignore that of a `radio`: use a `select` where it matters.
   */
  default?: string | undefined;
  /** What stands in an empty field. */
  placeholder?: string | undefined;
  /** A text below the field. */
  help_text?: string | undefined;
  /** Whether it may be left empty. @default false */
  optional?: boolean | undefined;
  /** The fewest characters of a text. */
  min_length?: number | undefined;
  /** The most characters of a text. @default 150, or 3,000 for a textarea */
  max_length?: number | undefined;
  /** Of a select or radio. */
  options?: readonly DialogOption[] | undefined;
  /** Of a select: `users`, `channels`, or `dynamic` from 11.0 on. */
  data_source?: string | undefined;
  /** Whether several options can be chosen, from 11.0 on. */
  multiselect?: boolean | undefined;
  /** Whether a change asks for the form anew, from 11.1 on. */
  refresh?: boolean | undefined;
  /** Every other property that Mattermost knows. */
  [field: string]: unknown;
}

/** Whether a text field holds a number. */
export function isNumber({ type, subtype }: DialogElement): boolean {
  return type === 'text' && subtype === 'number';
}

/** Whether a field offers options of its own. */
export function hasOptions({ type, data_source: source }: DialogElement): boolean {
  return type === 'radio' || (type === 'select' && !source);
}
