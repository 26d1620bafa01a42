import type { Claim } from '../tickets/ticket.ts';
import { type Deadline, tooLate } from './deadline.ts';
import type { ClickEvent, InteractionEvent, SubmitEvent } from './events.ts';
import { judgeDialog, judgeTicketedClick } from './judge-ticket.ts';
import { judgeSignedClick } from './judge-token.ts';
import type { Permission, ResolvedOptions } from './options.ts';
import { type AcceptedCall, type RefusedCall, refused } from './outcomes.ts';
import type { ClickPayload, DialogPayload } from './payload.ts';
import { type Refusal, type RefusalCode, refuse } from './refusals.ts';
import { clickReplyBody, isAnError, needsPost, replyResponse, submitReplyBody } from './replies.ts';
import { type InteractionResponse, jsonResponse } from './request.ts';

interface Judged {
  readonly event: InteractionEvent;
  readonly claim?: Claim;
}

/** A payload that is about to be judged, claimed, handled and answered. */
export interface Call {
  run(): Promise<AcceptedCall | RefusedCall>;
}

/** One payload on its way from judging to its answer. */
export function createCall(payload: ClickPayload | DialogPayload, options: ResolvedOptions, deadline: Deadline): Call {
  const { store, logger } = options;
  const call = { signal: deadline.signal };

  async function run(): Promise<AcceptedCall | RefusedCall> {
    const judged = await attempt('validation-failed', judge);
    if ('code' in judged) return turnAway(judged);
    const permission = await attempt('authorization-failed', () => authorize(judged.event));
    if ('code' in permission) return turnAway(permission);
    if (!permission.allowed) return turnAway(refuse('not-allowed'), permission.text);
    if (judged.claim !== undefined) {
      const { claim } = judged;
      const claimed = await attempt('validation-failed', async () => ({ won: await claimOrGiveBack(claim) }));
      if ('code' in claimed) return turnAway(claimed);
      if (!claimed.won) return turnAway(refuse('already-made'));
    }
    return await handle(judged);
  }

  function turnAway(refusal: Refusal, text?: string): RefusedCall {
    return refused(refusal, payload.form, options, text);
  }

  async function judge(): Promise<Judged | Refusal> {
    if (payload.form === 'dialog') {
      return options.onSubmit === undefined ? refuse('unknown-action', 'no dialogs') : judgeDialog(payload, options);
    }
    if ('_ticket' in payload.context) return judgeTicketedClick(payload, options);
    return judgeSignedClick(payload, options, call);
  }

  async function authorize(event: InteractionEvent): Promise<Permission> {
    if (options.authorize === undefined) return { allowed: true };
    const permission: Permission | undefined = await options.authorize(event, call);
    // Anything but a clear yes is a no.
    return { allowed: permission?.allowed === true, text: permission?.text };
  }

  /** A claim that comes after the answer is given back: the person was told that it failed. */
  async function claimOrGiveBack(claim: Claim): Promise<boolean> {
    const won = (await store?.claim(claim)) === true;
    if (won && deadline.signal.aborted) await release(claim);
    return won;
  }

  async function release(claim: Claim | undefined): Promise<void> {
    if (claim === undefined) return;
    await store?.release(claim).catch((error: unknown) => logger.error('a choice could not be given back', error));
  }

  async function handle({ event, claim }: Judged): Promise<AcceptedCall | RefusedCall> {
    const failed = async (error: unknown): Promise<Refusal> => {
      logger.error(`interaction ${event.id}: the handler failed`, error);
      await release(claim);
      return refuse('handler-failed');
    };
    const work = event.type === 'dialog' ? submit(event, claim) : click(event);
    const outcome = await deadline.wait(work.then(response => ({ response }), failed));
    if (outcome === tooLate) {
      logger.warn(`interaction ${event.id}: answered before it was handled; its reply is lost`);
      return { accepted: true, response: jsonResponse(200, {}), event };
    }
    if ('code' in outcome) return turnAway(outcome);
    return { accepted: true, response: outcome.response, event };
  }

  async function submit(event: SubmitEvent, claim: Claim | undefined): Promise<InteractionResponse> {
    const reply = await options.onSubmit?.(event, call);
    // The form stays open, and will be submitted again.
    if (isAnError(reply)) await release(claim);
    return replyResponse(submitReplyBody(reply));
  }

  async function click(event: ClickEvent): Promise<InteractionResponse> {
    const reply = await options.onClick(event, call);
    try {
      const post = needsPost(reply) ? await options.findPost?.(event.postId, call) : undefined;
      return replyResponse(clickReplyBody(reply, post));
    } catch (error) {
      // What was clicked has been done, so it must not look as if it had failed.
      logger.error(`interaction ${event.id}: the post could not be updated`, error);
      return replyResponse(clickReplyBody({ ...reply, update: undefined }, undefined));
    }
  }

  async function attempt<T extends object>(code: RefusalCode, work: () => Promise<T>): Promise<T | Refusal> {
    try {
      const running = work();
      // Whatever becomes of it after the deadline is nobody's business any more.
      running.catch(() => {});
      const result = await deadline.wait(running);
      return result === tooLate ? refuse(code, 'it took too long') : result;
    } catch (error) {
      logger.error(refuse(code).message, error);
      return refuse(code);
    }
  }

  return { run };
}
