import { readBody } from './body.ts';
import type { RunCall } from './call.ts';
import { withDeadline } from './deadline.ts';
import { RequestTimeoutError } from './errors.ts';
import { interpret } from './interpret.ts';
import type { CallOptions, ResolvedOptions } from './options.ts';
import { prepare, type RouteCall } from './prepare.ts';
import type { CleanText } from './redact.ts';
import { connectionError, type SendOnce } from './request.ts';
import type { Schema } from './schema.ts';

/** One call of a route that answers with JSON. */
export interface RouteRequest<T> extends RouteCall {
  readonly schema: Schema<T>;
}

/** Makes one call from start to end. All routes use it, except those that answer with a file. */
export type Send = <T>(request: RouteRequest<T>, options?: CallOptions) => Promise<T>;

/** The parts that every call is made with. */
export interface Transport {
  readonly options: ResolvedOptions;
  readonly sendOnce: SendOnce;
  readonly runCall: RunCall;
  readonly cleanText: CleanText;
}

export function createSend({ options, sendOnce, runCall, cleanText }: Transport): Send {
  const { maxResponseBytes, logger, now, token } = options;
  return async (route, callOptions = {}) => {
    const { plan, outgoing } = prepare(route, callOptions, options, cleanText);
    const { label } = outgoing;
    return runCall(plan, async ({ timeoutMs, permit }) => {
      const startedAt = now();
      const expired = () => new RequestTimeoutError(label, timeoutMs);
      const answer = await withDeadline(timeoutMs, plan.signal, expired, async signal => {
        const response = await sendOnce(outgoing, signal);
        permit.done(response);
        const body = await readBody(response, maxResponseBytes, signal).catch(error => {
          throw connectionError(error, label, token);
        });
        return { status: response.status, headers: response.headers, ...body };
      });
      logger.debug(`${label}: ${answer.status} after ${Math.round(now() - startedAt)} ms`);
      return interpret(answer, route.schema, label, cleanText);
    });
  };
}
