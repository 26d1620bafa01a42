import type { Schedule } from '../schedule.ts';
import { Abandoned } from './attempt.ts';
import { deferred } from './deferred.ts';

/** Who makes a request: a person or a bot of the story, or any object with a username. */
export interface Requester {
  /** Without `@`. */
  readonly username: string;
}

/** Which requests a fault applies to; a field that is left out matches all. The request for a socket counts too. */
export interface RequestFilter {
  /** Such as `POST`. */
  readonly method?: string;
  /** The path without `/api/v4` and without the query: a string must be equal, a pattern must match. */
  readonly path?: string | RegExp;
  /** The caller. */
  readonly by?: Requester;
  /** Only this many requests, the first ones. @default all, until `lift` */
  readonly times?: number;
}

/** A fault that applies to every request that matches its filter, until it is lifted. */
export interface Fault {
  /** Resolves when the fault applies to a request for the first time. */
  readonly met: Promise<void>;
  /** How many requests the fault has applied to. */
  readonly count: number;
  /** Removes the fault; the requests that it holds go on. */
  lift(): void;
}

/** An answer that replaces the server's. */
export interface FaultAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** All headers. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body. @default empty */
  readonly body?: string;
}

/** Faults between clients and the server. */
export interface Faults {
  /** Holds requests before the server acts on them. */
  hold(filter: RequestFilter): Fault;
  /**
   * Holds `POST /posts` in the middle: the server has noted the `pending_post_id` and not yet saved the post. A repeated
   * request gets the error that the first one is still running.
   */
  holdMidway(filter: RequestFilter): Fault;
  /** Lets the server act, and holds its answer. */
  holdAnswer(filter: RequestFilter): Fault;
  /** Holds requests for `ms` milliseconds before the server acts on them. */
  delay(filter: RequestFilter, ms: number): Fault;
  /** Resets the connections of requests before the server acts on them. */
  reset(filter: RequestFilter): Fault;
  /** Lets the server act, and drops the connection without an answer. */
  loseAnswer(filter: RequestFilter): Fault;
  /** Lets the server act, and drops the connection in the middle of the answer's body. */
  cutAnswer(filter: RequestFilter): Fault;
  /** Answers requests like a proxy in front: the server does not act on them, and its rate limiter does not count them. */
  answer(filter: RequestFilter, answer: FaultAnswer): Fault;
  /** Removes all faults. */
  liftAll(): void;
}

/** What the filters of faults look at. */
export interface FaultedRequest {
  readonly method: string;
  readonly path: string;
  readonly username: string | undefined;
}

/** When a fault applies: before the server acts, while it saves a post, or before it answers. */
export type Stage = 'request' | 'midway' | 'answer';

/** How a fault ends a request. */
export type FaultEffect =
  | { readonly kind: 'reset' | 'lose' | 'cut' }
  | { readonly kind: 'answer'; readonly answer: FaultAnswer };

/** The faults of a server. */
export interface FaultRegistry {
  readonly faults: Faults;
  /** Resolves when a request may go on, or to the effect that ends it; `undefined` when no fault applies. */
  pass(stage: Stage, request: FaultedRequest): Promise<FaultEffect | undefined> | undefined;
  /** Rejects for every request that a fault holds: the server goes down. */
  abandon(): void;
}

interface ActiveFault {
  readonly stage: Stage;
  readonly filter: RequestFilter;
  readonly met: () => void;
  count: number;
  lift(): void;
  /** Holds a request, or returns the effect that ends it. */
  apply(): Promise<FaultEffect | undefined>;
}

/** Creates the registry, without faults. */
export function createFaults(schedule: Schedule): FaultRegistry {
  const active = new Set<ActiveFault>();
  const abandoned = new Set<(reason: Error) => void>();

  function add(
    stage: Stage,
    filter: RequestFilter,
    apply: (lifted: Promise<void>) => Promise<FaultEffect | undefined>,
  ) {
    const met = deferred();
    const lifted = deferred();
    const fault: ActiveFault = {
      stage,
      filter,
      met: met.resolve,
      count: 0,
      lift() {
        active.delete(fault);
        lifted.resolve();
      },
      apply: () => apply(lifted.promise),
    };
    active.add(fault);
    return {
      met: met.promise,
      get count() {
        return fault.count;
      },
      lift: fault.lift,
    };
  }

  const end = (kind: 'reset' | 'lose' | 'cut') => async (): Promise<FaultEffect> => ({ kind });
  const until = async (lifted: Promise<void>): Promise<undefined> => void (await lifted);

  /** Rejects when the server goes down first. */
  function unlessAbandoned<T>(waiting: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      abandoned.add(reject);
      waiting.then(resolve, reject).finally(() => abandoned.delete(reject));
    });
  }

  async function applyAll(found: readonly ActiveFault[]): Promise<FaultEffect | undefined> {
    for (const fault of found) {
      const effect = await fault.apply();
      if (effect) return effect;
    }
    return undefined;
  }

  return {
    faults: {
      hold: filter => add('request', filter, until),
      holdMidway: filter => add('midway', filter, until),
      holdAnswer: filter => add('answer', filter, until),
      delay: (filter, ms) =>
        add('request', filter, lifted => {
          const over = deferred();
          schedule(ms, over.resolve);
          return until(Promise.race([over.promise, lifted]));
        }),
      reset: filter => add('request', filter, end('reset')),
      loseAnswer: filter => add('answer', filter, end('lose')),
      cutAnswer: filter => add('answer', filter, end('cut')),
      answer: (filter, answer) => add('request', filter, async () => ({ kind: 'answer', answer })),
      liftAll() {
        for (const fault of active) fault.lift();
      },
    },
    pass(stage, request) {
      const found = [...active].filter(fault => fault.stage === stage && fits(fault, request));
      if (found.length === 0) return undefined;
      for (const fault of found) {
        fault.count += 1;
        fault.met();
      }
      return unlessAbandoned(applyAll(found));
    },
    abandon() {
      for (const reject of abandoned) reject(new Abandoned('the server went down'));
    },
  };
}

function fits({ filter, count }: ActiveFault, request: FaultedRequest): boolean {
  const { method, path, by, times = Number.POSITIVE_INFINITY } = filter;
  if (count >= times) return false;
  if (method !== undefined && method !== request.method) return false;
  if (by !== undefined && by.username !== request.username) return false;
  if (path === undefined) return true;
  const route = request.path.replace(/\?.*$/, '').replace(/^\/api\/v4/, '');
  return typeof path === 'string' ? path === route : route.search(path) >= 0;
}
