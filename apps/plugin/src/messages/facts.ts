import { type ChatKind, chatKind, type PolicyFacts, type PolicyPost, whoSpeaks } from '@clawmost/mm-policy';
import type { Channel, User } from '@clawmost/mm-rest';
import { HttpError } from '@clawmost/mm-rest';
import type { PostWithFiles } from '../conversations/files/post-files.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { BotLoopLimits } from './bot-loop-limits.ts';

/** What is read of a post, whether it came by the event stream or by REST. */
export interface InboundPost extends PolicyPost, Pick<PostWithFiles, 'metadata'> {
  readonly root_id: string;
  readonly type: string;
  /** When it was written, in milliseconds since 1970 on the server's clock. */
  readonly create_at: number;
}

/** A post with what is known of its channel and its author. */
export interface InboundFacts {
  readonly post: InboundPost;
  readonly channel: Channel;
  readonly sender: User;
  /** OpenClaw's word for the kind of channel; `undefined` for a type of channel that is not known. */
  readonly kind: ChatKind | undefined;
  readonly policy: PolicyFacts;
  /** The agent to which its thread was handed over. */
  readonly threadAgent: string | undefined;
}

/** The people who were let in by pairing. */
export interface PairedPeople {
  /** The ids of those who have been approved. */
  approved(): Promise<readonly string[]>;
}

/** Where facts come from. */
export interface FactSources {
  readonly account: Pick<ReadyAccount, 'bot' | 'lookUp' | 'baseUrl'> & {
    readonly stores: Pick<ReadyAccount['stores'], 'participation' | 'conversations'>;
  };
  readonly paired: PairedPeople;
  readonly botLoops: BotLoopLimits;
}

/** The channel or the author of a post is not there any more, or not for the bot. */
export class GoneError extends Error {
  override readonly name = 'GoneError';
  readonly code: 'channel-gone' | 'author-gone';

  constructor(code: GoneError['code'], cause: HttpError) {
    super(`the server knows no such ${code === 'channel-gone' ? 'channel' : 'user'}: ${cause.message}`, { cause });
    this.code = code;
  }
}

/** Only Mattermost's own answer counts: a proxy that answers 404 in its place does so for a while. */
function goneAs(code: GoneError['code']): (error: unknown) => never {
  return error => {
    const isGone = error instanceof HttpError && [403, 404].includes(error.status) && error.id !== undefined;
    throw isGone ? new GoneError(code, error) : error;
  };
}

/** Gathers the facts about one post: from the post and from look-ups, never from what only the event stream carries. */
export async function gatherFacts(
  post: InboundPost,
  { account, paired, botLoops }: FactSources,
): Promise<InboundFacts> {
  const { lookUp, stores } = account;
  const [bot, channel, sender] = await Promise.all([
    // Bots are renamed, and are then called by the new name; an event makes the look-up forget the old one.
    lookUp.users.get(account.bot.id),
    lookUp.channels.get(post.channel_id).catch(goneAs('channel-gone')),
    lookUp.users.get(post.user_id).catch(goneAs('author-gone')),
  ]);
  const kind = chatKind(channel.type);
  const speaker = whoSpeaks(post, sender, bot.id);
  const isMachine = speaker.kind === 'bot' || speaker.kind === 'webhook';
  const isChannel = kind !== 'direct';
  const lastAnswerAt = post.root_id ? await stores.participation.lastAnswerAt(post.root_id, post.create_at) : undefined;
  return {
    post,
    channel,
    sender,
    kind,
    policy: {
      bot,
      post,
      author: sender,
      channel,
      // When it was written, so that it does not matter when it is looked at.
      now: post.create_at,
      lastAnswerAt,
      isReplyToBot: isChannel && post.root_id !== '' && (await lookUp.authors.get(post.root_id)) === bot.id,
      isQuoteOfBot: isChannel && (await quotesBot(post, account)),
      paired: kind === 'direct' && (await paired.approved()).includes(sender.id),
      isBotLimitReached: isMachine && botLoops.areSpent(channel.id, speaker.subject),
    },
    threadAgent: post.root_id ? await stores.conversations.agentOf(post.root_id) : undefined,
  };
}

/** Whether a post has a link to a post of the bot, which clients show as a quote. At most three links are looked up. */
async function quotesBot(
  { message }: InboundPost,
  { lookUp, bot, baseUrl }: Pick<ReadyAccount, 'lookUp' | 'bot' | 'baseUrl'>,
): Promise<boolean> {
  const links = (message ?? '').matchAll(/(https?:\/\/[^\s()<>[\]]+)\/[a-z0-9_-]+\/pl\/([a-z0-9]{26})(?![\w/])/gi);
  const here = [...links].filter(([, site]) => site === baseUrl.replace(/\/+$/, ''));
  for (const [, , id = ''] of here.slice(0, 3)) if ((await lookUp.authors.get(id)) === bot.id) return true;
  return false;
}
