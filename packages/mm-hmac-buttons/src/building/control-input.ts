/** A button as you write it. It needs one of `label`, `name` and `text`, and an `id` or a value. */
export interface ButtonInput {
  /** @default 'button' */
  type?: 'button' | undefined;
  /** The label that people read. */
  label?: string | undefined;
  /** The same as `label`. */
  name?: string | undefined;
  /** The same as `label`. */
  text?: string | undefined;
  /** The action's id. Characters other than letters and digits are removed. @default the value */
  id?: string | undefined;
  /** Comes back with a click: use it to tell buttons apart. @default the id */
  value?: string | number | undefined;
  /** The same as `value`. */
  callback_data?: string | number | undefined;
  /** The same as `value`. */
  callbackData?: string | number | undefined;
  /**
   * `default`, `primary`, `success`, `good`, `warning`, `danger`, the name of a theme colour such as `linkColor`, or a colour
   * such as `#f00` or `#ff0000`. `secondary` becomes `default`. Clients show a name that they do not know like `default`.
   */
  style?: string | undefined;
  /** A text that clients show when a person points at the button. Servers up to 11.1 drop it. */
  tooltip?: string | undefined;
  /** Whether people see the button but cannot click it. @default false */
  disabled?: boolean | undefined;
  /** More fields that come back with a click. Only for signed buttons: a ticket keeps its data in the store. */
  context?: object | undefined;
}

/** A menu as you write it. */
export interface SelectInput extends Omit<ButtonInput, 'type' | 'style' | 'value' | 'callback_data' | 'callbackData'> {
  /** Marks a menu. */
  type: 'select';
  /** The entries, 1 or more. */
  options: readonly OptionInput[];
  /** The value of the option that clients show as chosen. */
  defaultOption?: string | undefined;
}

/** An entry of a menu as you write it. */
export interface OptionInput {
  /** The text that people read. */
  text?: string | undefined;
  /** The same as `text`. */
  label?: string | undefined;
  /** Comes back when a person chooses this option. */
  value: string | number;
}

/** A button or a menu. */
export type ControlInput = ButtonInput | SelectInput;

/** Buttons and menus, in rows or in one list. Mattermost ignores rows: it breaks lines where they are full. */
export type ControlRows = readonly (ControlInput | readonly ControlInput[])[];
