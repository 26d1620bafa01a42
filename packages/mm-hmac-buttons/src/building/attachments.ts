import type { ButtonControl, Control } from './controls.ts';

/** What goes into `props.attachments` of a post. Not into a top-level `attachments`, which Mattermost ignores. */
export interface Attachment {
  /** The text above the buttons; Markdown. */
  readonly text: string;
  /** The buttons and menus. */
  readonly actions: readonly Action[];
}

/** A button or menu as Mattermost knows it. */
export interface Action {
  /** Part of the address that is called for a click: letters and digits alone. */
  readonly id: string;
  /** Without it, clients swallow clicks. */
  readonly type: 'button' | 'select';
  /** What people read on it. */
  readonly name: string;
  /** How a button looks. */
  readonly style?: ButtonStyle;
  /** Shown, but not to be clicked. */
  readonly disabled?: boolean;
  /** What a menu offers. */
  readonly options?: readonly Option[];
  /** The `value` of the option that a menu shows as chosen. */
  readonly default_option?: string;
  /** What the server calls; it is never shown to clients. */
  readonly integration: Integration;
}

/** One entry of a menu. */
export interface Option {
  /** What people read. */
  readonly text: string;
  /** What comes back as `selected_option`. */
  readonly value: string;
}

/** Where the server sends a click, and what with. */
export interface Integration {
  /** Called with POST, from the server. */
  readonly url: string;
  /** Sent back as it is, but for the order of its keys and the precision of its numbers. */
  readonly context: object;
}

/** The styles that Mattermost knows by name. */
export type ButtonStyle = 'default' | 'primary' | 'success' | 'good' | 'warning' | 'danger';

/** Puts controls into one attachment; `contextOf` says what each sends back. */
export function attach(
  controls: readonly Control[],
  options: { text: string; callbackUrl: string; contextOf: (control: Control) => object },
): Attachment[] {
  const { text, callbackUrl, contextOf } = options;
  const actions = controls.map(control => ({
    id: control.id,
    type: control.type,
    name: control.label,
    ...(control.type === 'button' ? looks(control) : { options: control.options }),
    ...(control.type === 'select' && control.defaultOption !== undefined && { default_option: control.defaultOption }),
    ...(control.disabled && { disabled: true }),
    integration: { url: callbackUrl, context: contextOf(control) },
  }));
  return [{ text, actions }];
}

function looks({ style }: ButtonControl): { style?: ButtonStyle } {
  return style === undefined ? {} : { style };
}
