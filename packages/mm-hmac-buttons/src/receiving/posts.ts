import { isJsonObject } from '../signing/json.ts';

/** What we read of a post; Mattermost's own JSON has all of it. */
export interface InteractivePost {
  /** Where it is. */
  readonly channel_id: string;
  /** Its text. */
  readonly message: string;
  /** Its files; some servers leave an empty list out. */
  readonly file_ids?: readonly string[] | null | undefined;
  /** Its `attachments`, among others. */
  readonly props?: object | null | undefined;
}

/** An action as it is found on a post, without its integration. */
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

/** All actions of a post's props, in whatever state. */
export function actionsOf(props: object | null | undefined): Record<string, unknown>[] {
  const attachments: unknown = isJsonObject(props) ? props['attachments'] : undefined;
  if (!Array.isArray(attachments)) return [];
  return attachments
    .filter(isJsonObject)
    .flatMap(({ actions }) => (Array.isArray(actions) ? actions.filter(isJsonObject) : []));
}
