import { type Deadline, startDeadline } from './deadline.ts';
import { type ReceiverOptions, resolveOptions } from './options.ts';
import { type InteractionOutcome, type RefusedInteraction, refused } from './outcomes.ts';
import { readPayload } from './payload.ts';
import { processInteraction } from './process-interaction.ts';
import { readBody } from './read-body.ts';
import { type RefusalCode, refuse } from './refusals.ts';
import type { InteractionRequest } from './request.ts';
import { createSourceCheck } from './source.ts';

/** Answers one request, and calls your handlers for an accepted click or submission. It never rejects. */
export type InteractionReceiver = (request: InteractionRequest) => Promise<InteractionOutcome>;

/**
 * Makes the function that receives clicks and dialogs from Mattermost, for every HTTP server: see {@link toNodeListener}
 * and {@link toWebHandler}.
 *
 * It checks the sender, the form, the ticket or signature and the place; then it authorizes the person, claims the choice
 * and calls your handler. A refused request leaves the choice open.
 *
 * @throws TypeError for a wrong option.
 */
export function createInteractionReceiver(options: ReceiverOptions): InteractionReceiver {
  const resolved = resolveOptions(options);
  const checkSource = createSourceCheck(resolved);
  let active = 0;

  async function receive(request: InteractionRequest): Promise<InteractionOutcome> {
    if (resolved.path !== undefined && request.path.split('?', 1)[0] !== resolved.path)
      return refuseRequest('not-found');
    if (request.method !== 'POST') return refuseRequest('method-not-allowed');
    const source = checkSource(request);
    if (!source.allowed) return refuseRequest('forbidden-source', source.address);
    if (active >= resolved.maxConcurrent) return refuseRequest('too-many-requests');
    active += 1;
    const deadline = startDeadline(resolved.answerWithinMs);
    try {
      return await receiveAllowed(request, deadline);
    } finally {
      deadline.stop();
      active -= 1;
    }
  }

  async function receiveAllowed(request: InteractionRequest, deadline: Deadline): Promise<InteractionOutcome> {
    const { maxBodyBytes: maxBytes, bodyTimeoutMs } = resolved;
    const body = await readBody(request, { maxBytes, timeoutMs: Math.min(bodyTimeoutMs, resolved.answerWithinMs) });
    if ('refusal' in body) return refuseRequest(body.refusal);
    const payload = readPayload(body.bytes);
    if ('refusal' in payload) return refuseRequest(payload.refusal);
    return await processInteraction(payload, resolved, deadline);
  }

  function refuseRequest(code: RefusalCode, detail?: string): RefusedInteraction {
    return refused(refuse(code, detail), 'click', resolved);
  }

  return receive;
}
