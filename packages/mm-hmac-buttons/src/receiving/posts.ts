import { isJsonObject } from '../signing/json.ts';

/** The fields of a post that the receiver reads. A post in Mattermost's own JSON fits. */
export interface InteractivePost {
  /** Its channel. */
  readonly channel_id: string;
  /** Its text. */
  readonly message: string;
  /** Its files; some servers omit an empty list. */
  readonly file_ids?: readonly string[] | null | undefined;
  /** Its props, with the `attachments`. */
  readonly props?: object | null | undefined;
}

/** A button or menu of a post, as the server returns it: without its integration. */
export interface PostedAction {
  readonly name: string;
  readonly type: string;
  readonly options: readonly { readonly text: string; readonly value: string }[];
}

/** The action with this id; `undefined` when the post has none. */
export function findAction(post: InteractivePost, id: string): PostedAction | undefined {
  for (const action of actionsOf(post.props)) {
    if (action['id'] !== id) continue;
    const options = Array.isArray(action['options']) ? action['options'].filter(isJsonObject) : [];
    return {
      name: String(action['name'] ?? ''),
      type: String(action['type'] ?? ''),
      options: options.map(({ text, value }) => ({ text: String(text ?? ''), value: String(value ?? '') })),
    };
  }
  return undefined;
}

/** All actions in a post's props, valid or not. */
export function actionsOf(props: object | null | undefined): Record<string, unknown>[] {
  const attachments: unknown = isJsonObject(props) ? props['attachments'] : undefined;
  if (!Array.isArray(attachments)) return [];
  return attachments
    .filter(isJsonObject)
    .flatMap(({ actions }) => (Array.isArray(actions) ? actions.filter(isJsonObject) : []));
}
