import type { MattermostSocket } from '@clawmost/mm-ws';
import type { InboxGap, InboxSocket, InboxSubscription } from '../../src/index.ts';

type Listener = (event: never) => void | Promise<void>;

/** A socket that loses events when it is told to, and notices it as `mm-ws` does: at the event that follows. */
export interface Lossy {
  readonly socket: (inner: MattermostSocket) => InboxSocket;
  /** Loses the next event about a post. */
  loseNext(): void;
  /** How many events it has lost. */
  readonly lost: number;
}

const aboutPosts: readonly string[] = ['posted', 'post_edited', 'post_deleted'];

/** Makes one. */
export function lossy(): Lossy {
  let toLose = 0;
  let lost = 0;
  let untold = false;
  const gapListeners = new Set<Listener>();
  const wrapped = new Map<Listener, Listener>();

  function wrap(name: string, listener: Listener): Listener {
    if (!aboutPosts.includes(name)) return listener;
    return event => {
      if (toLose > 0) {
        toLose -= 1;
        lost += 1;
        untold = true;
        return undefined;
      }
      if (untold) {
        untold = false;
        const gap: InboxGap = { reason: 'sequence-jumped' };
        for (const told of gapListeners) told(gap as never);
      }
      return listener(event);
    };
  }

  const subscribe =
    (inner: MattermostSocket, begins: boolean) =>
    (name: string, listener: Listener): unknown => {
      const wrapper = wrapped.get(listener) ?? wrap(name, listener);
      wrapped.set(listener, wrapper);
      if (name === 'gap' && begins) gapListeners.add(listener);
      else gapListeners.delete(listener);
      return begins ? inner.on(name as 'gap', wrapper as never) : inner.off(name as 'gap', wrapper as never);
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
      on: subscribe(inner, true) as InboxSubscription,
      off: subscribe(inner, false) as InboxSubscription,
      start: () => inner.start(),
      stop: () => inner.stop(),
    }),
  };
}
