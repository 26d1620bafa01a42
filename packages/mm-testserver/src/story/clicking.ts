import { AppError, routeNotFound } from '../errors.ts';
import { click } from '../integrations/clicks.ts';
import { isObject } from '../json.ts';
import { actionsOf, attachmentsOf } from '../world/attachments.ts';
import type { Props } from '../world/posts.ts';
import type { World } from '../world/world.ts';
import type { Account } from './account.ts';
import { asUserAsync } from './errors.ts';
import type { Post } from './post.ts';

/** A post with buttons or menus, as a client shows it. */
export type Clickable = Pick<Post, 'id' | 'props'>;

/** An option of a menu: its text or value, or an account or channel in a menu of those. */
export type Choice = string | Pick<Account, 'id'>;

/** Clicks a button, by its name or id. */
export function clickButton(world: World, who: Account, post: Clickable, nameOrId: string): Promise<void> {
  const action = actionNamed(post, nameOrId);
  if (action['type'] === 'select') throw new TypeError(`${nameOrId} is a menu: use selects`);
  return send(world, who, post, action, undefined);
}

/** Chooses an option of a menu. */
export function chooseOption(
  world: World,
  who: Account,
  post: Clickable,
  nameOrId: string,
  choice: Choice,
): Promise<void> {
  const action = actionNamed(post, nameOrId);
  if (action['type'] !== 'select') throw new TypeError(`${nameOrId} is a button: use clicks`);
  return send(world, who, post, action, chosen(action, choice));
}

function actionNamed({ id, props }: Clickable, nameOrId: string): Props {
  const actions = attachmentsOf(props).flatMap(actionsOf);
  const found =
    actions.find(action => action['id'] === nameOrId) ?? actions.find(action => action['name'] === nameOrId);
  if (!found) {
    const names = actions.map(action => `${action['name']} (${action['id']})`).join(', ') || 'none';
    throw new TypeError(`the post ${id} has no button ${nameOrId}; it has ${names}`);
  }
  if (found['disabled'] === true) throw new TypeError(`the button ${nameOrId} is disabled`);
  return found;
}

function chosen(action: Props, choice: Choice): string {
  if (typeof choice !== 'string') return choice.id;
  if (action['data_source']) return choice;
  const options = Array.isArray(action['options']) ? action['options'].filter(isObject) : [];
  const found = options.find(({ text, value }) => text === choice || value === choice);
  if (!found) {
    const texts = options.map(({ text }) => text).join(', ') || 'none';
    throw new TypeError(`the menu ${action['name']} has no option ${choice}; it has ${texts}`);
  }
  return String(found['value']);
}

async function send(world: World, who: Account, post: Clickable, action: Props, option?: string): Promise<void> {
  const actionId = String(action['id']);
  const cookie = typeof action['cookie'] === 'string' ? action['cookie'] : undefined;
  const clicker = { userId: who.id, token: who.token };
  await asUserAsync(who.username, () => {
    insistOnRoute(post.id, actionId);
    return click(world, clicker, { postId: post.id, actionId, selectedOption: option, cookie });
  });
}

/** The server stores buttons whose id does not fit the route of a click; clicks on them get the error of an unknown route. */
function insistOnRoute(postId: string, actionId: string): void {
  if (/^[A-Za-z0-9]+$/.test(actionId)) return;
  const { id, message, status_code } = routeNotFound(`/api/v4/posts/${postId}/actions/${actionId}`);
  throw new AppError(status_code, id, message);
}
