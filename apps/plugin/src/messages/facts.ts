import { type ChatKind, chatKind, type PolicyFacts, type PolicyPost, whoSpeaks } from '@clawmost/mm-policy';
import type { Channel, User } from '@clawmost/mm-rest';
import type { Lookup } from '../server/look-up.ts';
import type { Participation } from '../storage/sqlite/participation.ts';

/** What is read of a post, whether it came by the event stream or by REST. */
export interface InboundPost extends PolicyPost {
  readonly root_id: string;
  readonly type: string;
  /** When it was written, in milliseconds since 1970 on the server's clock. */
  readonly create_at: number;
}

/** A post with what is known of its place and its author. */
export interface InboundFacts {
  readonly post: InboundPost;
  /** The id by which the host gets the post: the post's own, unless the host has forgotten the post and not the id. */
  readonly messageId: string;
  readonly channel: Channel;
  readonly sender: User;
  /** How OpenClaw calls the kind of conversation; `undefined` for a type of channel that is not known. */
  readonly kind: ChatKind | undefined;
  readonly policy: PolicyFacts;
}

/** With what facts are gathered. */
export interface FactSources {
  readonly bot: Pick<User, 'id'>;
  readonly lookup: Lookup;
  readonly participation: Participation;
  /** Whether a person's pairing has been approved. */
  readonly isPaired: (userId: string) => Promise<boolean>;
  /** Whether another bot, or a webhook, has used up its exchanges in a channel. */
  readonly botExchangesSpent: (channelId: string, subject: string) => boolean;
}

/** Gathers the facts about one post: from the post and from look-ups, never from what only the event stream carries. */
export async function gatherFacts(post: InboundPost, sources: FactSources): Promise<InboundFacts> {
  const { lookup } = sources;
  const [bot, channel, sender] = await Promise.all([
    // Anew, because bots are renamed, and are then called by the new name.
    lookup.users.get(sources.bot.id),
    lookup.channels.get(post.channel_id),
    lookup.users.get(post.user_id),
  ]);
  const kind = chatKind(channel.type);
  const speaker = whoSpeaks(post, sender, bot.id);
  const byMachine = speaker.kind === 'bot' || speaker.kind === 'webhook';
  return {
    post,
    messageId: post.id,
    channel,
    sender,
    kind,
    policy: {
      bot,
      post,
      author: sender,
      channel,
      // By when it was written, so that it does not matter when it is looked at.
      now: post.create_at,
      lastAnswerAt: post.root_id ? sources.participation.lastAnswerAt(post.root_id, post.create_at) : undefined,
      paired: kind === 'direct' && (await sources.isPaired(sender.id)),
      botExchangesSpent: byMachine && sources.botExchangesSpent(channel.id, speaker.subject),
    },
  };
}
