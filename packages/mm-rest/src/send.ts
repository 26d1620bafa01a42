import { readBody } from './body.ts';
import type { Call } from './call.ts';
import { withDeadline } from './deadline.ts';
import { RequestTimeoutError } from './errors.ts';
import { interpret } from './interpret.ts';
import type { CallOptions, ResolvedOptions } from './options.ts';
import { prepare, type RouteCall } from './prepare.ts';
import type { Clean } from './redact.ts';
import { connectionError, type Request } from './request.ts';
import type { Schema } from './schema.ts';

/** One call of a route that answers with JSON. */
export interface RouteRequest<T> extends RouteCall {
  readonly schema: Schema<T>;
}

/** Makes one call from start to end. All routes go through it, except those that answer with a file. */
export type Send = <T>(request: RouteRequest<T>, options?: CallOptions) => Promise<T>;

/** What calls are made with. */
export interface Wire {
  readonly options: ResolvedOptions;
  readonly request: Request;
  readonly call: Call;
  readonly clean: Clean;
}

export function createSend({ options, request, call, clean }: Wire): Send {
  const { maxResponseBytes, logger, now, token } = options;
  return async (route, callOptions = {}) => {
    const { plan, outgoing } = prepare(route, callOptions, options, clean);
    const { label } = outgoing;
    return call(plan, async ({ timeoutMs, permit }) => {
      const startedAt = now();
      const expired = () => new RequestTimeoutError(label, timeoutMs);
      const answer = await withDeadline(timeoutMs, plan.signal, expired, async signal => {
        const response = await request(outgoing, signal);
        permit.done(response);
        const body = await readBody(response.body, maxResponseBytes, signal).catch(error => {
          throw connectionError(error, label, token);
        });
        return { status: response.status, headers: response.headers, ...body };
      });
      logger.debug(`${label}: ${answer.status} after ${Math.round(now() - startedAt)} ms`);
      return interpret(answer, route.schema, label, clean);
    });
  };
}
