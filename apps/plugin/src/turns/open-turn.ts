import type { Outcome } from '@clawmost/mm-inbox';
import { turnName } from '../host/turn-name.ts';
import type { TurnRequest } from './turn-request.ts';
import type { Withdrawal } from './withdraw.ts';

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
  /** A person or a later message has stopped it. */
  wasStopped: boolean;
  /** Why nothing more is said in it. */
  withdrawn: Withdrawal | undefined;
  /** Events were lost since it began: its messages may have been deleted. */
  isDoubtful: boolean;
}

/** Makes the turn of a request. */
export function createTurn(accountId: string, request: TurnRequest): Turn {
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
    isStarted: false,
    isEnding: false,
    hasQuestion: false,
    isQueued: false,
    joined: undefined,
    wasStopped: false,
    withdrawn: undefined,
    isDoubtful: false,
  };
}
