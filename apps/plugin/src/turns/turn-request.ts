import type { ChatKind } from '@clawmost/mm-policy';
import type { Channel } from '@clawmost/mm-rest';
import type { AnswerPlace } from '../storage/pending-answers.ts';
import type { Admission, AdmissionQuestion } from './admission.ts';
import type { TurnRoute } from './route.ts';

/** Who speaks to the agent. */
export interface TurnSpeaker {
  /** The user's id, or `webhook:<name>` for a webhook, which is never the user who made it. */
  readonly id: string;
  readonly name: string;
  readonly username?: string;
  readonly isBot?: boolean;
}

/**
 * Everything that OpenClaw needs to run one turn of the agent: the one way in for posts, clicks and commands. It holds
 * data alone, so that a turn can be given to OpenClaw again after a crash.
 */
export interface TurnRequest {
  /** The ledger key of what the turn is about; of posts that are given together, the last one. */
  readonly id: string;
  /** The ledger keys of everything that the turn is about, oldest first, `id` included. */
  readonly posts: readonly string[];
  /** The id by which OpenClaw gets it; see `withMessageId`. */
  readonly messageId: string;
  /** When the oldest of `posts` was written, on the server's clock: no answer to it is older. */
  readonly writtenAt: number;
  /** When the last one was written. */
  readonly timestamp: number;
  readonly kind: ChatKind;
  readonly channel: Channel;
  readonly speaker: TurnSpeaker;
  readonly route: TurnRoute;
  /** The target by which OpenClaw finds back here: `user:<id>` or `channel:<id>`. */
  readonly to: string;
  /** The message as it was written. */
  readonly rawText: string;
  /** What the agent reads: the message without the mention. */
  readonly text: string;
  /** Whether it is a command for OpenClaw, which is run at once and never twice. */
  readonly isCommand: boolean;
  /** Whether OpenClaw may read the text as a command. */
  readonly mayCommand: boolean;
  /** Whether it is nothing but a request to stop, such as `stop`. */
  readonly isStop: boolean;
  readonly requireMention: boolean;
  /** Whether the person spoke to the bot, by a mention or in a direct message, and not only where it listens. */
  readonly wasMentioned: boolean;
  /** The proof that OpenClaw has let it in, for this `messageId`. */
  readonly admission: Admission;
  /** What OpenClaw was asked, to ask again under another `messageId`. */
  readonly question: AdmissionQuestion;
  /** What the configuration adds to the agent's instructions in this channel. */
  readonly systemPrompt?: string | undefined;
  /** The only skills that are loaded in this channel; all of them when absent. */
  readonly skills?: readonly string[] | undefined;
}

/** Where the answers of a turn belong. */
export function placeOf({ channel, route }: Pick<TurnRequest, 'channel' | 'route'>): AnswerPlace {
  return { channelId: channel.id, rootId: route.threadId };
}

/** Makes one turn of several requests of the same person in the same place: the last one, with the texts of all. */
export function joinRequests(before: readonly TurnRequest[], last: TurnRequest): TurnRequest {
  if (before.length === 0) return last;
  const all = [...before, last];
  return {
    ...last,
    posts: [...new Set(all.flatMap(({ posts }) => posts))],
    writtenAt: Math.min(...all.map(({ writtenAt }) => writtenAt)),
    text: all.map(({ text }) => text).join('\n'),
  };
}
