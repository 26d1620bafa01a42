import { participationMs } from '@clawmost/mm-policy';
import { mostThreads, type Participation } from '../participation.ts';

/** Keeps the participation in threads in memory, for tests. */
export function memoryParticipation(): Participation {
  const threads = new Map<string, { readonly since: number; readonly answeredAt: number }>();
  return {
    async lastAnswerAt(rootId, at) {
      const known = threads.get(rootId);
      if (!known || known.since > at || known.answeredAt <= at - participationMs) return undefined;
      return Math.min(known.answeredAt, at);
    },
    async note(rootId, at) {
      const known = threads.get(rootId);
      threads.set(rootId, {
        since: known ? sinceAfter(known, at) : at,
        answeredAt: Math.max(known?.answeredAt ?? at, at),
      });
      for (const [root, { answeredAt }] of threads) if (answeredAt <= at - participationMs) threads.delete(root);
      if (threads.size <= mostThreads) return;
      const byTime = [...threads].sort(([, a], [, b]) => b.answeredAt - a.answeredAt);
      for (const [root] of byTime.slice(mostThreads)) threads.delete(root);
    },
  };
}

function sinceAfter({ since, answeredAt }: { since: number; answeredAt: number }, at: number): number {
  if (at - answeredAt >= participationMs) return at;
  return since - at >= participationMs ? since : Math.min(since, at);
}
