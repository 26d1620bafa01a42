import type { IncomingMessage } from 'node:http';
import {
  type ClickEvent,
  type ClickReply,
  createInteractionReceiver,
  type Permission,
  toNodeListener,
} from '@clawmost/mm-hmac-buttons';
import type { Inbox } from '@clawmost/mm-inbox';
import { HttpError, type Post } from '@clawmost/mm-rest';
import { resolveClientIp } from 'openclaw/plugin-sdk/core';
import type { CallbackRoute } from '../server/feature.ts';
import { createCache } from '../server/look-up.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import { type ActionJudge, judgeAction } from '../turns/judge-action.ts';
import { actionOf, type Click, clickKind, readClick } from './click.ts';
import { choiceLine, withoutControls } from './clicked-post.ts';
import { receiverLog } from './receiver-log.ts';

/** What receiving clicks takes. */
export interface ClickReceiverOptions {
  readonly account: ReadyAccount;
  readonly judge: ActionJudge;
  /** The inbox, whose ledger has each accepted click before the server gets its answer. */
  readonly inbox: Pick<Inbox, 'add'>;
  /** Resolves when clicks may be received. */
  readonly ready: Promise<unknown>;
}

/** A script may put much into the context of its buttons, and the server writes some characters as six. */
const mostBodyBytes = 1_048_576;

/** How long it is believed that a person is a member of a channel. */
const memberTtlMs = 5_000;

/**
 * Returns what answers the calls of Mattermost for clicks on an account's buttons. A click counts when its ticket or its
 * signature is genuine, the person can read the channel and may talk to the bot there, and nobody was faster.
 */
export function createClickListener(options: ClickReceiverOptions): CallbackRoute['listener'] {
  const { account, judge, inbox, ready } = options;
  const { accountId, settings, rest, log, lookUp, stores, config } = account;
  const { allowedSourceIps, scriptTokens = true } = settings.config.interactions ?? {};
  const members = createCache<boolean>({ ttlMs: memberTtlMs });
  /** The post of a click that is being judged. */
  const clicked = new WeakMap<ClickEvent, Post>();

  async function authorize(event: ClickEvent): Promise<Permission> {
    await ready;
    const [post, channel] = await Promise.all([find(event.postId), lookUp.channels.get(event.channelId)]);
    if (!post) return { allowed: false, text: texts.postGone };
    clicked.set(event, post);
    const place = channel.type === 'O' || channel.type === 'P' ? `#${channel.name}` : 'this conversation';
    if (channel.type !== 'O' && !(await isMember(event))) return { allowed: false, text: texts.ignoredClick(place) };
    const verdict = await judgeAction(judge, actionOf(readClick(event, post, Date.now())));
    if (verdict.act === 'answer') return { allowed: true };
    log.info(`a click on post ${post.id} by ${event.userId} was ignored: ${verdict.code}`);
    return { allowed: false, text: texts.ignoredClick(place) };
  }

  /** Mattermost up to 11.1 also delivers the clicks of people who cannot read the channel. */
  function isMember({ channelId, userId }: ClickEvent): Promise<boolean> {
    return members.get(`${channelId} ${userId}`, async () => {
      try {
        await rest.channels.getMember(channelId, userId, { signal: account.signal });
        return true;
      } catch (error) {
        if (error instanceof HttpError && error.status === 404 && error.id !== undefined) return false;
        throw error;
      }
    });
  }

  async function find(postId: string): Promise<Post | undefined> {
    try {
      return await rest.posts.get(postId, { signal: account.signal });
    } catch (error) {
      if (error instanceof HttpError && [403, 404].includes(error.status) && error.id !== undefined) return undefined;
      throw error;
    }
  }

  async function onClick(event: ClickEvent): Promise<ClickReply> {
    const { actionId, userName, postId, channelId } = event;
    log.info(`mattermost interaction: action=${actionId} user=${userName} post=${postId} channel=${channelId}`);
    const post = clicked.get(event) ?? (await find(postId));
    if (!post) return { ephemeralText: texts.postGone };
    return accept(readClick(event, post, Date.now()), post);
  }

  async function accept(click: Click, post: Post): Promise<ClickReply> {
    const isNew = await inbox.add({ kind: clickKind, id: click.id, payload: click });
    if (!isNew) return { ephemeralText: texts.alreadyChosen };
    if (!click.isLast) return { ephemeralText: texts.youSelected(click.label) };
    return { update: withoutControls(post, choiceLine(click)) };
  }

  const receive = createInteractionReceiver({
    accountId,
    store: stores.tickets,
    ...(scriptTokens && { botTokens: [account.botToken] }),
    findPost: find,
    authorize: async event => (event.type === 'dialog' ? { allowed: true } : authorize(event)),
    onClick,
    ...(allowedSourceIps && allowedSourceIps.length > 0 && { allowedSources: allowedSourceIps }),
    maxBodyBytes: mostBodyBytes,
    texts: { alreadyMade: texts.alreadyChosen, expired: texts.choiceExpired, notAllowed: texts.notYourChoice },
    logger: receiverLog(log),
  });
  return toNodeListener(receive, { clientAddress: request => addressOf(request, config()) });
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
