import { checkSecret, deriveSecret } from '../signing/secret.ts';
import type { TicketStore } from '../tickets/store.ts';
import type { ClickEvent, InteractionEvent, SubmitEvent } from './events.ts';
import type { InteractivePost } from './posts.ts';
import { type RefusalTexts, refusalTexts } from './refusals.ts';
import type { ClickReply, SubmitReply } from './replies.ts';

/** Where problems are reported: `console` will do. */
export type Logger = Pick<Console, 'warn' | 'error'>;

/** Whether a person may do what was clicked. */
export interface Permission {
  /** A click that is not allowed spends nothing. */
  readonly allowed: boolean;
  /** Shown to the person when it is not allowed. @default `texts.notAllowed` */
  readonly text?: string | undefined;
}

/** What authorizing and handling are given beside the event. */
export interface CallContext {
  /** Aborted when the time for an answer is over. What goes on afterwards is not lost, but its reply is. */
  readonly signal: AbortSignal;
}

/** What `createInteractionReceiver` takes. */
export interface ReceiverOptions {
  /** Which account this is: tickets of others are refused. */
  accountId: string;
  /** Called for every click that is accepted, once. When it throws, the choice is open again. */
  onClick: (event: ClickEvent, call: CallContext) => Promise<ClickReply | undefined>;
  /** Called for every dialog that is accepted, once. @default dialogs are refused */
  onSubmit?: ((event: SubmitEvent, call: CallContext) => Promise<SubmitReply | undefined>) | undefined;
  /** Asked before anything is spent: everybody who can read the channel can click. @default everybody is allowed */
  authorize?: ((event: InteractionEvent, call: CallContext) => Promise<Permission>) | undefined;
  /** Where the tickets are. @default tickets are refused */
  store?: TicketStore | undefined;
  /**
   * Tokens of the bots that may have signed contexts; several while one is being replaced.
   * @default signed contexts are refused
   */
  botTokens?: readonly string[] | undefined;
  /** Instead of tokens, the secrets derived from them. */
  secrets?: readonly string[] | undefined;
  /**
   * Looks up a post, `undefined` when there is none. Needed for signed contexts, whose action and options must be those of
   * the post, and for replies that change only part of a post.
   */
  findPost?: ((postId: string, call: CallContext) => Promise<InteractivePost | undefined>) | undefined;
  /** The path at which interactions are received; anything else is answered 404. @default any */
  path?: string | undefined;
  /** Addresses and ranges (CIDR) from which Mattermost calls. @default ['127.0.0.1', '::1'] */
  allowedSources?: readonly string[] | undefined;
  /** Addresses and ranges (CIDR) of your own proxies, whose `X-Forwarded-For` is believed. @default none */
  trustedProxies?: readonly string[] | undefined;
  /** How large a body may be, in bytes. @default 65_536 */
  maxBodyBytes?: number | undefined;
  /** How long a body may take, in milliseconds. @default 10_000 */
  bodyTimeoutMs?: number | undefined;
  /** When to answer, whatever is still going on: Mattermost waits 30 s. In milliseconds. @default 20_000 */
  answerWithinMs?: number | undefined;
  /** How many calls are looked at at the same time. @default 64 */
  maxConcurrent?: number | undefined;
  /** What people read whose click is turned away. @default in English */
  texts?: Partial<RefusalTexts> | undefined;
  /** Told of refusals (`warn`) and of failures (`error`), never of anything secret. @default silent */
  logger?: Logger | undefined;
  /** Milliseconds since 1970; replaced in tests. @default Date.now */
  now?: (() => number) | undefined;
}

/** The options, checked and filled in. */
export interface ResolvedOptions {
  readonly accountId: string;
  readonly onClick: ReceiverOptions['onClick'];
  readonly onSubmit: ReceiverOptions['onSubmit'];
  readonly authorize: ReceiverOptions['authorize'];
  readonly store: TicketStore | undefined;
  readonly findPost: ReceiverOptions['findPost'];
  readonly path: string | undefined;
  readonly secrets: readonly string[];
  readonly allowedSources: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
  readonly answerWithinMs: number;
  readonly maxConcurrent: number;
  readonly texts: Readonly<RefusalTexts>;
  readonly logger: Logger;
  readonly now: () => number;
}

/** @throws TypeError naming the option that is wrong, and what it must be. */
export function resolveOptions(options: ReceiverOptions): ResolvedOptions {
  const { accountId, onClick, onSubmit, authorize, store, findPost, path, texts } = options;
  if (typeof accountId !== 'string' || accountId === '') throw new TypeError('accountId must name the account');
  if (typeof onClick !== 'function') throw new TypeError(`onClick must be a function, not ${typeof onClick}`);
  const secrets = [...(options.secrets ?? []).map(checkSecret), ...(options.botTokens ?? []).map(deriveSecret)];
  if (store === undefined && secrets.length === 0) {
    throw new TypeError(
      'give a `store` for tickets, or `botTokens` for signed contexts: without both nothing is accepted',
    );
  }
  if (secrets.length > 0 && findPost === undefined) {
    throw new TypeError('findPost is needed beside botTokens: a signed context must be of an action on the post');
  }
  if (path !== undefined && !path.startsWith('/')) throw new TypeError(`path must begin with "/", not be "${path}"`);
  return {
    accountId,
    onClick,
    onSubmit,
    authorize,
    store,
    findPost,
    path,
    secrets,
    allowedSources: options.allowedSources ?? ['127.0.0.1', '::1'],
    trustedProxies: options.trustedProxies ?? [],
    maxBodyBytes: positive('maxBodyBytes', options.maxBodyBytes ?? 65_536),
    bodyTimeoutMs: positive('bodyTimeoutMs', options.bodyTimeoutMs ?? 10_000),
    answerWithinMs: positive('answerWithinMs', options.answerWithinMs ?? 20_000),
    maxConcurrent: positive('maxConcurrent', options.maxConcurrent ?? 64),
    texts: { ...refusalTexts, ...texts },
    logger: options.logger ?? { warn() {}, error() {} },
    now: options.now ?? Date.now,
  };
}

function positive(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new TypeError(`${name} must be a whole number above 0, not ${value}`);
}
