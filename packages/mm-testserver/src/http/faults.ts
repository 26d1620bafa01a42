import type { Schedule } from '../schedule.ts';
import { Abandoned } from './attempt.ts';
import { deferred } from './deferred.ts';

/** Somebody who makes requests: a person or a bot of the story, or only the name of one. */
export interface Requester {
  /** The name of the account, without `@`. */
  readonly username: string;
}

/** Which requests a fault is for; what is left out may be anything. Asking for a socket is a request too. */
export interface RequestFilter {
  /** Such as `POST`. */
  readonly method?: string;
  /** The route below `/api/v4`, without its query: the whole of it as a text, or a pattern. */
  readonly path?: string | RegExp;
  /** Whose requests. */
  readonly by?: Requester;
  /** Only the first so many of them. @default all, until the fault is lifted */
  readonly times?: number;
}

/** A fault that was laid. It befalls every request that fits, until it is lifted. */
export interface Fault {
  /** Resolves when a first request has run into it. */
  readonly met: Promise<void>;
  /** How many requests have run into it so far. */
  readonly count: number;
  /** Takes it away; requests that were held go on. */
  lift(): void;
}

/** What a request is answered in the server's stead. */
export interface FaultAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** The headers; none is added. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body, as it goes over the wire. @default empty */
  readonly body?: string;
}

/** What can go wrong between a client and the server, on demand. */
export interface Faults {
  /** Keeps requests before the server acts on them. */
  hold(filter: RequestFilter): Fault;
  /**
   * Keeps requests that make a post when the server has begun to act: the `pending_post_id` is noted, and the post is
   * not there yet. Whoever repeats such a request is told that the first is under way.
   */
  holdMidway(filter: RequestFilter): Fault;
  /** Lets the server act, and keeps back what it answers. */
  holdAnswer(filter: RequestFilter): Fault;
  /** Keeps requests for so many milliseconds before the server acts on them. */
  delay(filter: RequestFilter, ms: number): Fault;
  /** Resets the connections of requests before the server acts on them. */
  reset(filter: RequestFilter): Fault;
  /** Lets the server act, and drops the connection without an answer. */
  loseAnswer(filter: RequestFilter): Fault;
  /** Lets the server act, and drops the connection in the middle of the answer's body. */
  cutAnswer(filter: RequestFilter): Fault;
  /** Answers requests in the server's stead; the server does not act on them, and does not count them. */
  answer(filter: RequestFilter, answer: FaultAnswer): Fault;
  /** Takes all faults away. */
  liftAll(): void;
}

/** A request, as far as faults look at it. */
export interface FaultedRequest {
  readonly method: string;
  readonly path: string;
  readonly username: string | undefined;
}

/** Where in the life of a request a fault strikes. */
export type Stage = 'request' | 'midway' | 'answer';

/** How a fault ends a request. */
export type Strike =
  | { readonly kind: 'reset' | 'lose' | 'cut' }
  | { readonly kind: 'answer'; readonly answer: FaultAnswer };

/** The faults of a server: laid by tests, passed by every request. */
export interface FaultRegistry {
  readonly faults: Faults;
  /** Resolves when a request may go on, or to how it ends; `undefined` when nothing is in its way. */
  pass(stage: Stage, request: FaultedRequest): Promise<Strike | undefined> | undefined;
  /** Ends all waiting with an error: the server goes down, and what it was doing is lost. */
  abandon(): void;
}

interface Snare {
  readonly stage: Stage;
  readonly filter: RequestFilter;
  readonly met: () => void;
  count: number;
  lift(): void;
  /** What happens to a request that runs into it. */
  spring(): Promise<Strike | undefined>;
}

/** Starts without any fault. */
export function createFaults(schedule: Schedule): FaultRegistry {
  const snares = new Set<Snare>();
  const abandoned = new Set<(reason: Error) => void>();

  function lay(stage: Stage, filter: RequestFilter, spring: (lifted: Promise<void>) => Promise<Strike | undefined>) {
    const met = deferred();
    const lifted = deferred();
    const snare: Snare = {
      stage,
      filter,
      met: met.resolve,
      count: 0,
      lift() {
        snares.delete(snare);
        lifted.resolve();
      },
      spring: () => spring(lifted.promise),
    };
    snares.add(snare);
    return {
      met: met.promise,
      get count() {
        return snare.count;
      },
      lift: snare.lift,
    };
  }

  const strike = (kind: 'reset' | 'lose' | 'cut') => async (): Promise<Strike> => ({ kind });
  const until = async (lifted: Promise<void>): Promise<undefined> => void (await lifted);

  /** Waiting ends early when the server goes down. */
  function unlessAbandoned<T>(waiting: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      abandoned.add(reject);
      waiting.then(resolve, reject).finally(() => abandoned.delete(reject));
    });
  }

  async function walk(met: readonly Snare[]): Promise<Strike | undefined> {
    for (const snare of met) {
      const end = await snare.spring();
      if (end) return end;
    }
    return undefined;
  }

  return {
    faults: {
      hold: filter => lay('request', filter, until),
      holdMidway: filter => lay('midway', filter, until),
      holdAnswer: filter => lay('answer', filter, until),
      delay: (filter, ms) =>
        lay('request', filter, lifted => {
          const over = deferred();
          schedule(ms, over.resolve);
          return until(Promise.race([over.promise, lifted]));
        }),
      reset: filter => lay('request', filter, strike('reset')),
      loseAnswer: filter => lay('answer', filter, strike('lose')),
      cutAnswer: filter => lay('answer', filter, strike('cut')),
      answer: (filter, answer) => lay('request', filter, async () => ({ kind: 'answer', answer })),
      liftAll() {
        for (const snare of snares) snare.lift();
      },
    },
    pass(stage, request) {
      const met = [...snares].filter(snare => snare.stage === stage && fits(snare, request));
      if (met.length === 0) return undefined;
      for (const snare of met) {
        snare.count += 1;
        snare.met();
      }
      return unlessAbandoned(walk(met));
    },
    abandon() {
      for (const reject of abandoned) reject(new Abandoned('the server went down'));
    },
  };
}

function fits({ filter, count }: Snare, request: FaultedRequest): boolean {
  const { method, path, by, times = Number.POSITIVE_INFINITY } = filter;
  if (count >= times) return false;
  if (method !== undefined && method !== request.method) return false;
  if (by !== undefined && by.username !== request.username) return false;
  if (path === undefined) return true;
  const route = request.path.replace(/\?.*$/, '').replace(/^\/api\/v4/, '');
  return typeof path === 'string' ? path === route : route.search(path) >= 0;
}
