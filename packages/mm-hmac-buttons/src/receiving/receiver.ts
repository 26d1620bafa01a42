import { type Deadline, startDeadline } from '../../../../common/callbacks/deadline.ts';
import { type BodyVerdict, readBody } from '../../../../common/callbacks/read-body.ts';
import { createBodySlots } from './body-slots.ts';
import { type ReceiverOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import { type InteractionOutcome, type RequestOrigin, refused } from './outcomes.ts';
import { readPayload } from './payload.ts';
import { processInteraction } from './process-interaction.ts';
import { refuse } from './refusals.ts';
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
  const receive = createSteps(resolved);
  return async request => {
    const deadline = startDeadline(resolved.answerWithinMs);
    try {
      return await receive(request, deadline);
    } catch (error) {
      // For example a request without a path, from an adapter of your own.
      resolved.logger.error('the receiver failed', error);
      return refused(refuse('validation-failed'), resolved, { address: undefined });
    } finally {
      deadline.stop();
    }
  };
}

function createSteps(
  options: ResolvedOptions,
): (request: InteractionRequest, deadline: Deadline) => Promise<InteractionOutcome> {
  const checkSource = createSourceCheck(options);
  const bodySlots = createBodySlots(options.maxConcurrent);
  let active = 0;

  async function receive(request: InteractionRequest, deadline: Deadline): Promise<InteractionOutcome> {
    if (options.path !== undefined && request.path.split('?', 1)[0] !== options.path) return refuseBefore('not-found');
    if (request.method !== 'POST') return refuseBefore('method-not-allowed');
    const { allowed, address } = checkSource(request);
    const origin: RequestOrigin = { address };
    if (!allowed) return refused(refuse('forbidden-source', address ?? 'unknown'), options, origin);
    const body = await readInSlot(request, address ?? '');
    if ('refusal' in body) return refused(refuse(body.refusal), options, origin);
    const payload = readPayload(body.bytes);
    if ('refusal' in payload) return refused(refuse(payload.refusal, payload.detail), options, origin);
    if (active >= options.maxConcurrent) return refused(refuse('too-many-requests'), options, { address, payload });
    active += 1;
    try {
      return await processInteraction(payload, options, deadline, address);
    } finally {
      active -= 1;
    }
  }

  async function readInSlot(
    request: InteractionRequest,
    address: string,
  ): Promise<BodyVerdict | { readonly refusal: 'too-many-requests' }> {
    if (!bodySlots.take(address)) return { refusal: 'too-many-requests' };
    const { maxBodyBytes: maxBytes, bodyTimeoutMs, answerWithinMs } = options;
    try {
      return await readBody(request, { maxBytes, timeoutMs: Math.min(bodyTimeoutMs, answerWithinMs) });
    } finally {
      bodySlots.free(address);
    }
  }

  function refuseBefore(code: 'not-found' | 'method-not-allowed'): InteractionOutcome {
    return refused(refuse(code), options, { address: undefined });
  }

  return receive;
}
