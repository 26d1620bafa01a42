import type { Post } from '@clawmost/mm-rest';
import type { MediaAccess } from '../answers/media/admit-files.ts';
import type { ReadyAccount } from '../server/ready-account.ts';

/** One call of an action, by the agent's message tool or by `openclaw message …`. */
export interface ActionCall {
  readonly account: ReadyAccount;
  readonly action: string;
  /** What the caller gave. OpenClaw fills in the target: for what reads or changes posts, the current conversation. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The post that the agent is answering. */
  readonly currentPostId: string | undefined;
  readonly requester: Requester;
  readonly media: MediaAccess;
}

/** Who has asked the agent; an operator and a job of cron have no id. */
export interface Requester {
  readonly id: string | undefined;
  readonly isOwner: boolean;
}

/** Carries out an action. What it resolves to is all that the model sees. */
export type RunAction = (call: ActionCall) => Promise<object>;

/** A parameter that is a text; `undefined` when it is absent or blank. */
export function textOf({ params }: Pick<ActionCall, 'params'>, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = params[name];
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return undefined;
}

/** @throws Error that names the parameter and what it is for */
export function requiredText(call: Pick<ActionCall, 'params'>, name: string, what: string): string {
  const text = textOf(call, name);
  if (text === undefined) throw new Error(`${name}: expected ${what}, got nothing`);
  return text;
}

/** Where an action belongs. */
export interface ActionPlace {
  readonly channelId: string;
  readonly rootId: string | undefined;
}

/** @throws TargetError when the target leads nowhere */
export async function placeOfCall(call: ActionCall): Promise<ActionPlace> {
  const target = textOf(call, 'to', 'target', 'channelId');
  if (target === undefined)
    throw new Error('target: expected a channel or a person, such as #ops or @alice, got nothing');
  const { targets, signal } = call.account;
  const { channelId, rootId } = await targets.open(target, { signal });
  return { channelId, rootId };
}

/**
 * The post that an action is about. It must be in the conversation of the action: OpenClaw has checked that one only.
 *
 * @param isCurrentMeant whether the post that the agent is answering is meant when no post is named
 */
export async function postOfCall(call: ActionCall, isCurrentMeant = false): Promise<Post> {
  const { rest, signal } = call.account;
  const { channelId } = await placeOfCall(call);
  const named = textOf(call, 'messageId') ?? (isCurrentMeant ? call.currentPostId : undefined);
  if (named === undefined) throw new Error('messageId: expected the id of a post, got nothing');
  const post = await rest.posts.get(named, { signal });
  if (post.channel_id === channelId) return post;
  throw new Error(`The post ${named} is not in the channel ${channelId}, which the target names.`);
}
