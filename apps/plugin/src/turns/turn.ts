import type { Outcome } from '@clawmost/mm-inbox';
import type { ChatKind } from '@clawmost/mm-policy';
import type { Channel } from '@clawmost/mm-rest';
import type { PrivateReply } from '../answers/answer-privately.ts';
import type { PostFile } from '../conversations/files/post-files.ts';
import { turnName } from '../host/transcript.ts';
import type { AnswerPlace } from '../storage/pending-answers.ts';
import type { Admission, AdmissionQuestion } from './admission.ts';
import type { TurnRoute } from './route.ts';
import type { Withdrawal } from './withdraw.ts';

/** Who speaks to the agent. */
export interface TurnSpeaker {
  /** The user's id, or `webhook:<name>` for a webhook, which is never the user who made it. */
  readonly id: string;
  readonly name: string;
  readonly username?: string;
  readonly isBot?: boolean;
}

/** A slash command of the server, which OpenClaw runs also while a turn is running. */
export interface NativeCommand {
  /** OpenClaw's name of the command, such as `model`. */
  readonly name: string;
  /** The session for which it counts; `route.sessionKey` is the session in which it runs. */
  readonly targetSessionKey: string;
  /** It only shows something, so that it can be run again when it is not known whether it has run. */
  readonly isHarmless: boolean;
  /** Where an answer goes that only the caller may read. */
  readonly caller: PrivateReply;
  /** Who reads the answer. */
  readonly audience: 'caller' | 'channel';
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
  /** The first post of the thread in which the message was written, whether or not the answer goes there. */
  readonly replyTo?: string | undefined;
  /** The files of its posts. */
  readonly files?: readonly PostFile[] | undefined;
  /** Whether it is a command for OpenClaw, which is run at once and never twice. */
  readonly isCommand: boolean;
  /** Whether OpenClaw may read the text as a command. */
  readonly mayCommand: boolean;
  /** Set for a slash command: OpenClaw runs it at once in a session of its own, and it counts for another one. */
  readonly nativeCommand?: NativeCommand | undefined;
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
    text: all.flatMap(({ text }) => text || []).join('\n'),
    files: all.flatMap(({ files }) => files ?? []),
  };
}

/** A turn from before it waits at the gate until it is over. It outlives a restart of the account. */
export interface Turn {
  readonly accountId: string;
  /** The name under which OpenClaw records it. */
  readonly name: string;
  /** What it is about; requests that waited with it are joined to it. */
  request: TurnRequest;
  /** Abort it so that OpenClaw stops the turn. */
  readonly controller: AbortController;
  /** Settles with how it ended. */
  readonly ended: Promise<Outcome>;
  /** Settles `ended`. */
  readonly end: Pick<PromiseWithResolvers<Outcome>, 'resolve' | 'reject'>;
  /** Aborts when the caller of `runTurn` stops waiting for its end; replaced after a restart of the account. */
  owner: AbortSignal;
  /** OpenClaw has begun it, or has put it into the turn that runs. */
  isStarted: boolean;
  /** The agent has given its final answer: a message that joins now would wait in OpenClaw. */
  isEnding: boolean;
  /** The agent has asked something: the next message is the answer. */
  hasQuestion: boolean;
  /** OpenClaw runs it after another one, and sends its answer by target. */
  isQueued: boolean;
  /** The turn into which OpenClaw has put this one. */
  joined: Turn | undefined;
  /** Called when another message has joined this turn. */
  onJoined: () => void;
  /** A person or a later message has stopped it. */
  wasStopped: boolean;
  /** Why nothing more is said in it. */
  withdrawn: Withdrawal | undefined;
  /** Events were lost since it began: its messages may have been deleted. */
  isDoubtful: boolean;
}

/** Makes the turn of a request. */
export function createTurn(accountId: string, request: TurnRequest, owner: AbortSignal): Turn {
  const { promise: ended, resolve, reject } = Promise.withResolvers<Outcome>();
  // The one who waits for it may have stopped waiting.
  ended.catch(() => {});
  const { to, messageId } = request;
  return {
    accountId,
    name: turnName({ accountId, to, messageId }),
    request,
    controller: new AbortController(),
    ended,
    end: { resolve, reject },
    owner,
    isStarted: false,
    isEnding: false,
    hasQuestion: false,
    isQueued: false,
    joined: undefined,
    onJoined: () => {},
    wasStopped: false,
    withdrawn: undefined,
    isDoubtful: false,
  };
}
