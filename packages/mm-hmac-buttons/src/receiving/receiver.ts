import { createCall } from './call.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { type ReceiverOptions, resolveOptions } from './options.ts';
import { type AcceptedCall, type RefusedCall, refused } from './outcomes.ts';
import { readPayload } from './payload.ts';
import { readBody } from './read-body.ts';
import { type RefusalCode, refuse } from './refusals.ts';
import type { InteractionRequest } from './request.ts';
import { createSourceCheck } from './source.ts';

/** Turns a request into an answer, and calls your handlers on the way. Never rejects. */
export type InteractionReceiver = (request: InteractionRequest) => Promise<AcceptedCall | RefusedCall>;

/**
 * Makes the function that receives clicks and dialogs from Mattermost, for any HTTP server: see {@link toNodeListener}
 * and {@link toWebHandler}.
 *
 * Calls are checked for sender, form, origin and place, then authorized, then claimed, then handled; what is turned away
 * before has spent nothing.
 *
 * @throws TypeError for options that are wrong.
 */
export function createInteractionReceiver(options: ReceiverOptions): InteractionReceiver {
  const resolved = resolveOptions(options);
  const checkSource = createSourceCheck(resolved);
  let active = 0;

  async function receive(request: InteractionRequest): Promise<AcceptedCall | RefusedCall> {
    if (resolved.path !== undefined && request.path.split('?', 1)[0] !== resolved.path) return turnAway('not-found');
    if (request.method !== 'POST') return turnAway('method-not-allowed');
    const source = checkSource(request);
    if (!source.allowed) return turnAway('forbidden-source', source.address);
    if (active >= resolved.maxConcurrent) return turnAway('too-many-requests');
    active += 1;
    const deadline = startDeadline(resolved.answerWithinMs);
    try {
      return await receiveAllowed(request, deadline);
    } finally {
      deadline.stop();
      active -= 1;
    }
  }

  async function receiveAllowed(request: InteractionRequest, deadline: Deadline): Promise<AcceptedCall | RefusedCall> {
    const { maxBodyBytes: maxBytes, bodyTimeoutMs } = resolved;
    const body = await readBody(request, { maxBytes, timeoutMs: Math.min(bodyTimeoutMs, resolved.answerWithinMs) });
    if ('refusal' in body) return turnAway(body.refusal);
    const payload = readPayload(body.bytes);
    if ('refusal' in payload) return turnAway(payload.refusal);
    return await createCall(payload, resolved, deadline).run();
  }

  function turnAway(code: RefusalCode, detail?: string): RefusedCall {
    return refused(refuse(code, detail), 'click', resolved);
  }

  return receive;
}
