import { createDefaultLogger, type Logger, makeSafe } from '../../../../common/callbacks/logger.ts';
import { requirePositive, type TestSeams, unexpected } from '../../../../common/callbacks/options.ts';
import { checkSecret, deriveSecret } from '../signing/secret.ts';
import type { TicketStore } from '../tickets/store.ts';
import type { ClickEvent, InteractionEvent, SubmitEvent } from './events.ts';
import type { InteractivePost } from './posts.ts';
import type { ClickReply, CompletePostUpdate, SubmitReply } from './replies.ts';
import { type ReceiverTexts, resolveTexts } from './texts.ts';

/** Whether a person may do what they clicked. */
export interface Permission {
  /** A click that is not allowed leaves the choice open. */
  readonly allowed: boolean;
  /** What the person reads when it is not allowed. @default `texts.notAllowed` */
  readonly text?: string | undefined;
}

/** What your functions receive with an event. */
export interface HandlerContext {
  /** Aborted when the time for an answer is over. Work that goes on after that is not lost, but its reply is. */
  readonly signal: AbortSignal;
}

/** Options of {@link createInteractionReceiver}. */
export type ReceiverOptions = BaseReceiverOptions & (WithFindPost | WithoutFindPost);

type OnClick<Reply> = (event: ClickEvent, context: HandlerContext) => Promise<Reply | undefined>;
type FindPost = (postId: string, context: HandlerContext) => Promise<InteractivePost | undefined>;

/** Options of a receiver that can look up posts: its replies can change a part of a post. */
export interface WithFindPost {
  /** Called once for every accepted click. When it throws, the choice is open again. */
  onClick: OnClick<ClickReply>;
  /**
   * Looks up a post; `undefined` when there is none. Needed for signed contexts, whose action and options must be on the
   * post, and for replies that change only a part of a post.
   */
  findPost: FindPost;
}

/** Options of a receiver that cannot look up posts: its updates must be complete. */
export interface WithoutFindPost {
  /** Called once for every accepted click. When it throws, the choice is open again. */
  onClick: OnClick<ClickReply<CompletePostUpdate>>;
  /** Needed for signed contexts and for updates of a part of a post. */
  findPost?: FindPost | undefined;
}

/** The options of every receiver. */
export interface BaseReceiverOptions {
  /** The account of this receiver. It refuses tickets of other accounts. */
  accountId: string;
  /** Called once for every accepted submission. @default dialogs are refused */
  onSubmit?: ((event: SubmitEvent, context: HandlerContext) => Promise<SubmitReply | undefined>) | undefined;
  /**
   * Decides whether the person may do this, before the choice is claimed. `isMember` checks the membership of the channel.
   * @default all may
   */
  authorize?: ((event: InteractionEvent, context: HandlerContext) => Promise<Permission>) | undefined;
  /**
   * Whether a person is a member of a channel, such as from `GET /channels/{channel}/members/{user}`. Called before `authorize`;
   * people who are not are refused: Mattermost up to 11.1 also delivers clicks of people who cannot read the channel.
   * @default not checked
   */
  isMember?: ((place: { channelId: string; userId: string }, context: HandlerContext) => Promise<boolean>) | undefined;
  /** The store of the tickets. @default tickets are refused */
  store?: TicketStore | undefined;
  /**
   * Access tokens of the bots that sign contexts. Give two while a token is being replaced.
   * @default signed contexts are refused
   */
  botTokens?: readonly string[] | undefined;
  /** Secrets from {@link deriveSecret}, in place of tokens. */
  secrets?: readonly string[] | undefined;
  /** The path at which interactions are received; other paths get a 404. @default every path */
  path?: string | undefined;
  /** Addresses and ranges (CIDR) from which Mattermost calls. @default ['127.0.0.1', '::1'] */
  allowedSources?: readonly string[] | undefined;
  /** Addresses and ranges (CIDR) of your own proxies, whose `X-Forwarded-For` counts. @default none */
  trustedProxies?: readonly string[] | undefined;
  /** The largest body, in bytes. Genuine clicks and forms can be as large as the default. @default 1_048_576 */
  maxBodyBytes?: number | undefined;
  /** The longest time for a body, in milliseconds. @default 10_000 */
  bodyTimeoutMs?: number | undefined;
  /** When to answer even if your handler is still running, in milliseconds: Mattermost waits 30 s. @default 20_000 */
  answerWithinMs?: number | undefined;
  /** How many requests are processed at the same time, and how many bodies are read from one address. @default 64 */
  maxConcurrent?: number | undefined;
  /** What people read after a refusal or failure. @default in English */
  texts?: { [name in keyof ReceiverTexts]?: ReceiverTexts[name] | undefined } | undefined;
  /**
   * Receives refusals (`warn`) and failures (`error`), without anything secret.
   * @default failures become warnings of the process, refusals are dropped
   */
  logger?: Logger | undefined;
  /** Replaces the clock in tests. */
  testing?: TestSeams | undefined;
}

/** The options after the check, with all defaults. */
export interface ResolvedOptions {
  readonly accountId: string;
  readonly onClick: OnClick<ClickReply>;
  readonly onSubmit: ReceiverOptions['onSubmit'];
  readonly authorize: ReceiverOptions['authorize'];
  readonly isMember: ReceiverOptions['isMember'];
  readonly store: TicketStore | undefined;
  readonly findPost: FindPost | undefined;
  readonly path: string | undefined;
  readonly secrets: readonly string[];
  readonly allowedSources: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
  readonly answerWithinMs: number;
  readonly maxConcurrent: number;
  readonly texts: Readonly<ReceiverTexts>;
  readonly logger: Logger;
  readonly now: () => number;
}

/** @throws TypeError naming the wrong option and what it expects. */
export function resolveOptions(options: ReceiverOptions): ResolvedOptions {
  const { accountId, onClick, onSubmit, authorize, isMember, store, findPost, path } = options;
  if (typeof accountId !== 'string' || accountId === '')
    throw unexpected('accountId', 'the name of the account', accountId);
  if (typeof onClick !== 'function') throw unexpected('onClick', 'a function', onClick);
  const secrets = [...(options.secrets ?? []).map(checkSecret), ...(options.botTokens ?? []).map(deriveSecret)];
  if (store === undefined && secrets.length === 0) {
    throw unexpected('store', 'a store for tickets, or `botTokens` for signed contexts', undefined);
  }
  if (secrets.length > 0 && findPost === undefined) {
    throw unexpected('findPost', 'a function, because the action of a signed context must be on the post', undefined);
  }
  if (path !== undefined && !path.startsWith('/')) throw unexpected('path', 'a path that begins with "/"', path);
  return {
    accountId,
    onClick,
    onSubmit,
    authorize,
    isMember,
    store,
    findPost,
    path,
    secrets,
    allowedSources: options.allowedSources ?? ['127.0.0.1', '::1'],
    trustedProxies: options.trustedProxies ?? [],
    maxBodyBytes: requirePositive('maxBodyBytes', options.maxBodyBytes ?? 1_048_576),
    bodyTimeoutMs: requirePositive('bodyTimeoutMs', options.bodyTimeoutMs ?? 10_000),
    answerWithinMs: requirePositive('answerWithinMs', options.answerWithinMs ?? 20_000),
    maxConcurrent: requirePositive('maxConcurrent', options.maxConcurrent ?? 64),
    texts: resolveTexts(options.texts),
    logger: makeSafe(options.logger ?? createDefaultLogger('InteractionWarning')),
    now: options.testing?.now ?? Date.now,
  };
}
