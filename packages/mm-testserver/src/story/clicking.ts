import { AppError, routeNotFound } from '../errors.ts';
import { click } from '../integrations/clicks.ts';
import { isObject } from '../json.ts';
import { actionsOf, attachmentsOf } from '../world/attachments.ts';
import type { Post } from '../world/post-json.ts';
import type { Props } from '../world/posts.ts';
import type { World } from '../world/world.ts';
import type { Somebody } from './channel.ts';
import { asyncInTheNameOf } from './errors.ts';

/** A post with its buttons, as somebody has it on the screen. */
export type Clickable = Pick<Post, 'id' | 'props'>;

/** What can be chosen of a menu: the text or the value of an option; of a menu of people or channels, one of them. */
export type Choice = string | Pick<Somebody, 'id'>;

/** Presses a button. */
export function clickButton(world: World, who: Somebody, post: Clickable, nameOrId: string): Promise<void> {
  const action = actionNamed(post, nameOrId);
  if (action['type'] === 'select') throw new TypeError(`${nameOrId} is a menu; use selects`);
  return send(world, who, post, action, undefined);
}

/** Chooses something of a menu. */
export function chooseOption(
  world: World,
  who: Somebody,
  post: Clickable,
  nameOrId: string,
  choice: Choice,
): Promise<void> {
  const action = actionNamed(post, nameOrId);
  if (action['type'] !== 'select') throw new TypeError(`${nameOrId} is no menu; use clicks`);
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

async function send(world: World, who: Somebody, post: Clickable, action: Props, option?: string): Promise<void> {
  const actionId = String(action['id']);
  const cookie = typeof action['cookie'] === 'string' ? action['cookie'] : undefined;
  const clicker = { userId: who.id, token: who.token };
  await asyncInTheNameOf(who.username, () => {
    insistOnRoute(post.id, actionId);
    return click(world, clicker, { postId: post.id, actionId, selectedOption: option, cookie });
  });
}

/** A post can have a button whose id no route takes. */
function insistOnRoute(postId: string, actionId: string): void {
  if (/^[A-Za-z0-9]+$/.test(actionId)) return;
  const { id, message, status_code } = routeNotFound(`/api/v4/posts/${postId}/actions/${actionId}`);
  throw new AppError(status_code, id, message);
}
