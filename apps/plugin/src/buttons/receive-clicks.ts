import type { IncomingMessage } from 'node:http';
import {
  type ClickEvent,
  type ClickReply,
  createInteractionReceiver,
  type InteractionEvent,
  type Permission,
  type SubmitEvent,
  type SubmitReply,
  toNodeListener,
} from '@clawmost/mm-hmac-buttons';
import type { Inbox } from '@clawmost/mm-inbox';
import type { Post } from '@clawmost/mm-rest';
import { resolveClientIp } from 'openclaw/plugin-sdk/core';
import { choiceLine, withoutControls } from '../answers/controls/clicked-post.ts';
import type { CallbackRoute } from '../server/feature.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import { type Click, clickKind, readClick } from './click.ts';
import type { ClickPermissions } from './click-permission.ts';
import { receiverLog } from './receiver-log.ts';

/** What a click has led to. */
export interface ClickResult {
  /** What the server gets: a change of the post, or a text for the person alone. */
  readonly reply: ClickReply;
  /** Whether the choice is still open, because the click did not count. */
  readonly isOpen: boolean;
}

/** Does what a button means. */
export type ClickHandler = (click: Click, post: Post, event: ClickEvent) => Promise<ClickResult>;

/** What receiving clicks takes. */
export interface ClickReceiverOptions {
  readonly account: ReadyAccount;
  readonly permissions: ClickPermissions;
  /** The inbox, whose ledger has each accepted click before the server gets its answer. */
  readonly inbox: Pick<Inbox, 'add'>;
  /** What buttons do that lead to no turn, by their meaning. */
  readonly handlers: Readonly<Partial<Record<Click['meaning']['do'], ClickHandler>>>;
  /** Resolves when clicks may be received. */
  readonly ready: Promise<unknown>;
}

/** A script may put much into the context of its buttons, and the server writes some characters as six. */
const mostBodyBytes = 1_048_576;

/**
 * Returns what answers the calls of Mattermost for clicks on an account's buttons, and for the forms that they open. A click
 * counts when its ticket or its signature is genuine, the person can read the channel and may talk to the bot there, and
 * no other click was faster.
 */
export function createClickListener(options: ClickReceiverOptions): CallbackRoute['listener'] {
  const { account, permissions, inbox, handlers, ready } = options;
  const { accountId, settings, log, stores, config } = account;
  const { allowedSourceIps, scriptTokens = true } = settings.config.interactions ?? {};
  /** The post of a click that is being judged. */
  const clicked = new WeakMap<ClickEvent, Post>();

  async function authorize(event: InteractionEvent): Promise<Permission> {
    await ready;
    if (event.type === 'dialog') return permissions.permit(clickOfForm(event));
    const post = await permissions.findPost(event.postId);
    if (!post) return { allowed: false, text: texts.postGone };
    clicked.set(event, post);
    return permissions.permit(readClick(event, post, Date.now()));
  }

  async function onClick(event: ClickEvent): Promise<ClickReply> {
    const { actionId, userName, postId, channelId, userId, id, ticket } = event;
    log.info(`mattermost interaction: action=${actionId} user=${userName} post=${postId} channel=${channelId}`);
    const post = clicked.get(event);
    if (!post) throw new Error('the post of a click was not looked up');
    const click = readClick(event, post, Date.now());
    const { reply, isOpen } = await (handlers[click.meaning.do] ?? accept)(click, post, event);
    if (isOpen && ticket) await stores.tickets.release({ id, ticket, userId, postId, at: click.at });
    return reply;
  }

  /** The click becomes a turn: its row is on disk before the server gets its answer. */
  async function accept(click: Click, post: Post): Promise<ClickResult> {
    const isNew = await inbox.add({ kind: clickKind, id: click.id, payload: click });
    if (!isNew) return { isOpen: false, reply: { ephemeralText: texts.alreadyChosen } };
    if (!click.isLast) return { isOpen: false, reply: { ephemeralText: texts.youSelected(click.label) } };
    return { isOpen: false, reply: { update: withoutControls(post, choiceLine(click)) } };
  }

  /** What was written into a form is a message of the person, in the thread of the post with the button. */
  async function onSubmit(event: SubmitEvent): Promise<SubmitReply | undefined> {
    if (event.cancelled) return undefined;
    const click = clickOfForm(event);
    if (click.meaning.do !== 'write' || click.meaning.text === '') return { errors: { answer: texts.answerEmpty } };
    await inbox.add({ kind: clickKind, id: click.id, payload: click });
    return undefined;
  }

  const receive = createInteractionReceiver({
    accountId,
    store: stores.tickets,
    ...(scriptTokens && { botTokens: [account.botToken] }),
    findPost: permissions.findPost,
    ...{ authorize, onClick, onSubmit },
    ...(allowedSourceIps && allowedSourceIps.length > 0 && { allowedSources: allowedSourceIps }),
    maxBodyBytes: mostBodyBytes,
    texts: { alreadyMade: texts.alreadyChosen, expired: texts.choiceExpired, notAllowed: texts.notYourChoice },
    logger: receiverLog(log),
  });
  return toNodeListener(receive, { clientAddress: request => addressOf(request, config()) });
}

/** What a person wrote into a form, as a click on the button that has opened it. */
function clickOfForm({ id, value, submission }: SubmitEvent): Click {
  const opener = JSON.parse(value) as Click;
  const { answer } = submission;
  const text = typeof answer === 'string' ? answer.trim() : '';
  return { ...opener, id, meaning: { do: 'write', text }, isLast: false, at: Date.now() };
}

/** The address of the Mattermost server, behind the proxies that OpenClaw trusts. */
function addressOf(
  { socket, headers }: IncomingMessage,
  { gateway }: ReturnType<ReadyAccount['config']>,
): string | undefined {
  const single = (header: string | readonly string[] | undefined) =>
    header === undefined ? undefined : [header].flat().join(',');
  const { remoteAddress } = socket;
  const forwardedFor = single(headers['x-forwarded-for']);
  const realIp = single(headers['x-real-ip']);
  return resolveClientIp({
    ...(remoteAddress !== undefined && { remoteAddr: remoteAddress }),
    ...(forwardedFor !== undefined && { forwardedFor }),
    ...(realIp !== undefined && { realIp }),
    ...(gateway?.trustedProxies && { trustedProxies: gateway.trustedProxies }),
    ...(gateway?.allowRealIpFallback !== undefined && { allowRealIpFallback: gateway.allowRealIpFallback }),
  });
}
