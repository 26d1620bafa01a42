/** A button as people write it. One of `label`, `name` and `text` is needed, and an `id` or a value. */
export interface ButtonInput {
  /** Says that it is a button. @default 'button' */
  type?: 'button' | undefined;
  /** What people read on it. */
  label?: string | undefined;
  /** The same as `label`. */
  name?: string | undefined;
  /** The same as `label`. */
  text?: string | undefined;
  /** Becomes the action's id once everything but letters and digits is out. @default the value */
  id?: string | undefined;
  /** What the click means to you; comes back with it. @default the id */
  value?: string | number | undefined;
  /** The same as `value`. */
  callback_data?: string | number | undefined;
  /** The same as `value`. */
  callbackData?: string | number | undefined;
  /** `primary`, `danger`, `success`, … as Mattermost has them; `secondary` and unknown ones look like `default`. */
  style?: string | undefined;
  /** Shown, but not to be clicked. @default false */
  disabled?: boolean | undefined;
  /** More fields to sign and get back; only for documented tokens, a ticket keeps its facts in the store. */
  context?: object | undefined;
}

/** A menu as people write it. */
export interface SelectInput extends Omit<ButtonInput, 'type' | 'style' | 'value' | 'callback_data' | 'callbackData'> {
  /** Says that it is a menu. */
  type: 'select';
  /** What it offers, 1 or more. */
  options: readonly OptionInput[];
  /** The value of the option that is shown as chosen. */
  defaultOption?: string | undefined;
}

/** An entry of a menu as people write it. */
export interface OptionInput {
  /** What people read. */
  text?: string | undefined;
  /** The same as `text`. */
  label?: string | undefined;
  /** What comes back when it is chosen. */
  value: string | number;
}

/** A button or a menu. */
export type ControlInput = ButtonInput | SelectInput;

/** Buttons and menus, in rows or not. Mattermost itself breaks lines where they are full. */
export type ControlRows = readonly (ControlInput | readonly ControlInput[])[];
