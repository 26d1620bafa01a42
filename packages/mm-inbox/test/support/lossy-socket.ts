import type { MattermostSocket } from '@clawmost/mm-ws';
import type { InboxSocket } from '../../src/index.ts';
import type { Gap, Subscribe } from '../../src/socket.ts';

type Listener = (event: never) => void | Promise<void>;

/** Loses events on request, and reports the gap as `mm-ws` does: before the event that follows. */
export interface LossySocket {
  /** Wraps a socket. */
  readonly socket: (inner: MattermostSocket) => InboxSocket;
  /** Loses the next event about a post. */
  loseNext(): void;
  /** The number of lost events. */
  readonly lost: number;
}

const postEvents: readonly string[] = ['posted', 'post_edited', 'post_deleted'];

export function lossySocket(): LossySocket {
  let toLose = 0;
  let lost = 0;
  let hasUnreportedLoss = false;
  const gapListeners = new Set<Listener>();
  const wrapped = new Map<Listener, Listener>();

  function wrap(name: string, listener: Listener): Listener {
    if (!postEvents.includes(name)) return listener;
    return event => {
      if (toLose > 0) {
        toLose -= 1;
        lost += 1;
        hasUnreportedLoss = true;
        return undefined;
      }
      if (hasUnreportedLoss) {
        hasUnreportedLoss = false;
        const gap: Gap = { reason: 'sequence-jumped' };
        for (const listen of gapListeners) listen(gap as never);
      }
      return listener(event);
    };
  }

  const subscribe =
    (inner: MattermostSocket, isAdded: boolean) =>
    (name: string, listener: Listener): unknown => {
      const wrapper = wrapped.get(listener) ?? wrap(name, listener);
      wrapped.set(listener, wrapper);
      if (name === 'gap' && isAdded) gapListeners.add(listener);
      else gapListeners.delete(listener);
      return isAdded ? inner.on(name as 'gap', wrapper as never) : inner.off(name as 'gap', wrapper as never);
    };

  return {
    loseNext: () => {
      toLose += 1;
    },
    get lost() {
      return lost;
    },
    socket: inner => ({
      get state() {
        return inner.state;
      },
      on: subscribe(inner, true) as Subscribe,
      off: subscribe(inner, false) as Subscribe,
      start: () => inner.start(),
      stop: () => inner.stop(),
    }),
  };
}
