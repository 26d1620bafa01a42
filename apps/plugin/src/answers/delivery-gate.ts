/** One answer, or several in turn, of one turn of the agent. */
export interface AnswerOnItsWay {
  /** It is being sent. */
  setsOut(): void;
  /** The host has taken note of how that ended. Saying so again does nothing. */
  isNoted(): void;
}

/** Knows in which sessions an answer is on its way. */
export interface DeliveryGate {
  open(sessionKey: string): AnswerOnItsWay;
  /** Resolves once no answer is on its way in a session. */
  clear(sessionKey: string): Promise<void>;
}

/**
 * Keeps the next post of a session back while an answer in that session is between "sent" and "noted by the host".
 *
 * The host calls an answer unconfirmed from the moment it hands it to us, and a turn that starts in that moment makes it
 * tell the person that the last answer may be lost. The server shows a post before it answers the call that created it,
 * so a quick reply arrives in just that moment.
 */
export function createDeliveryGate(): DeliveryGate {
  const underWay = new Map<string, Set<Promise<void>>>();

  function enter(sessionKey: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const answers = underWay.get(sessionKey) ?? new Set();
    underWay.set(sessionKey, answers.add(promise));
    return () => {
      answers.delete(promise);
      if (answers.size === 0 && underWay.get(sessionKey) === answers) underWay.delete(sessionKey);
      resolve();
    };
  }

  return {
    open(sessionKey) {
      let leave = () => {};
      return {
        setsOut() {
          leave();
          leave = enter(sessionKey);
        },
        isNoted: () => leave(),
      };
    },
    async clear(sessionKey) {
      for (let answers = underWay.get(sessionKey); answers; answers = underWay.get(sessionKey)) {
        await Promise.all(answers);
      }
    },
  };
}
