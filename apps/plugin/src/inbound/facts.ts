import type { Channel, Post, User } from '@clawmost/mm-rest';
import { mentions } from './mention.ts';

/** How OpenClaw calls the three kinds of conversation. */
export type PeerKind = 'direct' | 'group' | 'channel';

/** What is read of a post, whether it came by the event stream or by REST. */
export type InboundPost = Pick<
  Post,
  'id' | 'create_at' | 'user_id' | 'channel_id' | 'root_id' | 'message' | 'type' | 'props'
>;

/** A post that somebody wrote to the bot or in front of it, with what a decision needs to know. */
export interface InboundFacts {
  readonly post: InboundPost;
  readonly channel: Channel;
  readonly sender: User;
  readonly kind: PeerKind;
  readonly wasMentioned: boolean;
}

/** Direct for a DM, group for what is private to its members, channel for what anybody may join. */
export function peerKind(channelType: string): PeerKind {
  if (channelType === 'D') return 'direct';
  return channelType === 'O' ? 'channel' : 'group';
}

/** Why a post is nobody's question to the bot, whoever may talk to it; `undefined` for one that may be. */
export function notAQuestion(post: InboundPost, botId: string): 'own' | 'system' | 'webhook' | undefined {
  if (post.user_id === botId) return 'own';
  if (post.type.startsWith('system_')) return 'system';
  // A post with `from_webhook` is not its user's own words: a webhook's, or somebody's slash answer.
  if (post.props?.['from_webhook'] === 'true' || post.props?.['from_webhook'] === true) return 'webhook';
  return undefined;
}

/** Gathers the facts about one post. */
export function gatherFacts(post: InboundPost, channel: Channel, sender: User, bot: User): InboundFacts {
  const kind = peerKind(channel.type);
  return {
    post,
    channel,
    sender,
    kind,
    wasMentioned: kind === 'direct' || mentions(post.message, bot.username),
  };
}
