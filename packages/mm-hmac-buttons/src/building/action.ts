// What Mattermost itself calls these things: the JSON of a post's attachments.

/** One entry of `props.attachments` of a post. Mattermost ignores a top-level `attachments`. */
export interface Attachment {
  /** The text above the buttons; Markdown. */
  readonly text: string;
  /** The buttons and menus. */
  readonly actions: readonly Action[];
}

/** A button or menu in Mattermost's JSON. */
export interface Action {
  /** Part of the route that clients call for a click: letters and digits only. */
  readonly id: string;
  /** Always set: older clients drop clicks on an action without a type. */
  readonly type: 'button' | 'select';
  /** The label that people read. */
  readonly name: string;
  /** The look of a button: a name or a colour. */
  readonly style?: string;
  /** A text that newer clients show when a person points at the action. */
  readonly tooltip?: string;
  /** Whether clients show the action without letting people click it. */
  readonly disabled?: boolean;
  /** The entries of a menu. */
  readonly options?: readonly Option[];
  /** The `value` of the option that a menu shows as chosen. */
  readonly default_option?: string;
  /** What the server calls for a click. The server never sends it to clients. */
  readonly integration: Integration;
}

/** One entry of a menu. */
export interface Option {
  /** The text that people read. */
  readonly text: string;
  /** Comes back as `selected_option`. */
  readonly value: string;
}

/** The address that the server calls for a click, and the context that it sends there. */
export interface Integration {
  /** The server calls it with POST. */
  readonly url: string;
  /** Comes back unchanged, except for the order of its keys and the precision of its numbers. */
  readonly context: object;
}
