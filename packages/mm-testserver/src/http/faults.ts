/** Somebody who makes requests: a person or a bot of the story, or only the name of one. */
export interface Requester {
  /** The name of the account, without `@`. */
  readonly username: string;
}

/** Which requests a fault is for; what is left out may be anything. */
export interface RequestFilter {
  /** Such as `POST`. */
  readonly method?: string;
  /** The route below `/api/v4`, without its query: the whole of it as a text, or a pattern. */
  readonly path?: string | RegExp;
  /** Whose requests. */
  readonly by?: Requester;
}

/** A fault that was laid. It befalls every request that fits, until it is lifted. */
export interface LaidFault {
  /** Resolves when a first request has run into it. */
  readonly met: Promise<void>;
  /** Takes it away; requests that were held go on. */
  lift(): void;
}

/** What can go wrong between a client and the server, on demand. */
export interface Faults {
  /** Keeps requests before the server acts on them. */
  hold(filter: RequestFilter): LaidFault;
  /** Lets the server act, and keeps back what it answers. */
  holdAnswer(filter: RequestFilter): LaidFault;
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
export type Stage = 'request' | 'answer';

/** The faults of a server: laid by tests, passed by every request. */
export interface FaultRegistry {
  readonly faults: Faults;
  /** Resolves when a request may go on. */
  pass(stage: Stage, request: FaultedRequest): Promise<void>;
}

interface Hold {
  readonly stage: Stage;
  readonly filter: RequestFilter;
  readonly lifted: Promise<void>;
  meet(): void;
  lift(): void;
}

/** Starts without any fault. */
export function createFaults(): FaultRegistry {
  const holds = new Set<Hold>();

  function lay(stage: Stage, filter: RequestFilter): LaidFault {
    const met = deferred();
    const lifted = deferred();
    const hold: Hold = {
      stage,
      filter,
      lifted: lifted.promise,
      meet: met.resolve,
      lift() {
        holds.delete(hold);
        lifted.resolve();
      },
    };
    holds.add(hold);
    return { met: met.promise, lift: hold.lift };
  }

  return {
    faults: {
      hold: filter => lay('request', filter),
      holdAnswer: filter => lay('answer', filter),
      liftAll() {
        for (const hold of holds) hold.lift();
      },
    },
    async pass(stage, request) {
      for (const hold of holds) {
        if (hold.stage !== stage || !fits(hold.filter, request)) continue;
        hold.meet();
        await hold.lifted;
      }
    },
  };
}

function fits({ method, path, by }: RequestFilter, request: FaultedRequest): boolean {
  if (method !== undefined && method !== request.method) return false;
  if (by !== undefined && by.username !== request.username) return false;
  if (path === undefined) return true;
  const route = request.path.replace(/\?.*$/, '').replace(/^\/api\/v4/, '');
  return typeof path === 'string' ? path === route : path.test(route);
}

/** What `Promise.withResolvers` gives, which Node 20 does not have. */
function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>(done => {
    resolve = done;
  });
  return { promise, resolve };
}
