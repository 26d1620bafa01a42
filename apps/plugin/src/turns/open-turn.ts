import type { Outcome } from '@clawmost/mm-inbox';
import { turnName } from '../host/turn-name.ts';
import type { TurnRequest } from './turn-request.ts';
import type { Withdrawal } from './withdraw.ts';

/** A turn on its way through OpenClaw, from before it gets it until it is done. It outlives a restart of the account. */
export interface Turn {
  readonly accountId: string;
  /** The name under which OpenClaw records it. */
  readonly name: string;
  /** What it is about; requests that waited with it are joined to it. */
  request: TurnRequest;
  /** Abort it to have OpenClaw stop the turn. */
  readonly controller: AbortController;
  /** Settles with how it ended. */
  readonly ended: Promise<Outcome>;
  /** Settles `ended`. */
  readonly end: Pick<PromiseWithResolvers<Outcome>, 'resolve' | 'reject'>;
  /** OpenClaw has begun it, or has put it into the turn that runs. */
  isStarted: boolean;
  /** The agent has said its last words: what comes now would have to wait in OpenClaw. */
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

/** Makes an open turn of a request. */
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
