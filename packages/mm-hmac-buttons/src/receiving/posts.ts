import { isJsonObject, type JsonObject } from '../signing/json.ts';

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
  /** Menus in attachments are called with the type `select`, those in Mattermost Blocks with the type `button`. */
  readonly type: 'button' | 'select';
  readonly isMenu: boolean;
  readonly isDisabled: boolean;
  readonly options: readonly { readonly text: string; readonly value: string }[];
}

/** The action with this id; `undefined` when the post has none. */
export function findAction(post: InteractivePost, id: string): PostedAction | undefined {
  return findInAttachments(post.props, id) ?? findInBlocks(post.props, id) ?? findInMessage(post, id);
}

/** All actions in the attachments of a post's props, valid or not. */
export function actionsOf(props: object | null | undefined): Record<string, unknown>[] {
  const attachments: unknown = isJsonObject(props) ? props['attachments'] : undefined;
  if (!Array.isArray(attachments)) return [];
  return attachments
    .filter(isJsonObject)
    .flatMap(({ actions }) => (Array.isArray(actions) ? actions.filter(isJsonObject) : []));
}

function findInAttachments(props: InteractivePost['props'], id: string): PostedAction | undefined {
  const action = actionsOf(props).find(one => one['id'] === id);
  if (action === undefined) return undefined;
  const isMenu = action['type'] === 'select';
  return toPostedAction(action, { name: action['name'], isMenu, type: isMenu ? 'select' : 'button' });
}

/** Mattermost Blocks (11.10 and newer): a tree in `mm_blocks`. The server replaces its `mm_blocks_actions` by a cookie. */
function findInBlocks(props: InteractivePost['props'], id: string): PostedAction | undefined {
  const block = isJsonObject(props) ? findBlock(props['mm_blocks'], id, maxBlockDepth) : undefined;
  if (block === undefined) return undefined;
  return toPostedAction(block, { name: block['text'], isMenu: block['type'] === 'static_select', type: 'button' });
}

// The server allows 32 levels of blocks, and each level is an object in a list.
const maxBlockDepth = 64;

function findBlock(value: unknown, id: string, levels: number): JsonObject | undefined {
  if (typeof value !== 'object' || value === null || levels === 0) return undefined;
  if (isJsonObject(value) && value['action_id'] === id) return value;
  for (const inner of Object.values(value)) {
    const found = findBlock(inner, id, levels - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A Markdown button (11.10 and newer): a link to `mmaction://<id>`. */
function findInMessage({ message }: InteractivePost, id: string): PostedAction | undefined {
  const link = `](mmaction://${id}`;
  for (let at = message.indexOf(link); at !== -1; at = message.indexOf(link, at + 1)) {
    if (/^[A-Za-z0-9_-]/.test(message.slice(at + link.length))) continue;
    const label = message.slice(message.lastIndexOf('[', at) + 1, at);
    return toPostedAction({}, { name: label, isMenu: false, type: 'button' });
  }
  return undefined;
}

function toPostedAction(
  action: Readonly<Record<string, unknown>>,
  { name, ...kind }: { name: unknown; isMenu: boolean; type: PostedAction['type'] },
): PostedAction {
  const options = Array.isArray(action['options']) ? action['options'].filter(isJsonObject) : [];
  return {
    ...kind,
    name: String(name ?? ''),
    isDisabled: action['disabled'] === true,
    options: options.map(({ text, value }) => ({ text: String(text ?? ''), value: String(value ?? '') })),
  };
}
