import { type Deadline, timedOut } from '../../../../common/callbacks/deadline.ts';
import type { Claim } from '../tickets/ticket.ts';
import type { ClickEvent, InteractionEvent, SubmitEvent } from './events.ts';
import type { Permission, ResolvedOptions } from './options.ts';
import { type InteractionOutcome, refused } from './outcomes.ts';
import type { ClickPayload, DialogPayload } from './payload.ts';
import type { InteractivePost } from './posts.ts';
import { type Refusal, type RefusalCode, refuse } from './refusals.ts';
import { clickResponse, clickResponseWithoutUpdate, hasErrors, needsPost, submitResponse } from './replies.ts';
import { type InteractionResponse, jsonResponse } from './request.ts';
import { validateSignedClick } from './validate-signature.ts';
import { validateDialog, validateTicketedClick } from './validate-ticket.ts';

/** One click or submission, and what it needs on its way to an answer. */
interface Job {
  readonly payload: ClickPayload | DialogPayload;
  readonly options: ResolvedOptions;
  readonly deadline: Deadline;
  /** The sender's address, for the log. */
  readonly address: string | undefined;
}

/** An interaction that is genuine, and the claim that reserves its choice. */
interface Validated {
  readonly event: InteractionEvent;
  readonly claim?: Claim;
  /** The post, if its look-up was part of the validation. */
  readonly post?: InteractivePost;
}

/** Validates, authorizes, claims and handles one click or submission. Only an accepted one changes the store. */
export async function processInteraction(
  payload: ClickPayload | DialogPayload,
  options: ResolvedOptions,
  deadline: Deadline,
  address: string | undefined,
): Promise<InteractionOutcome> {
  const job: Job = { payload, options, deadline, address };
  const validated = await attempt(job, 'validation-failed', () => validate(job));
  if ('code' in validated) return refuseJob(job, validated);
  const { event, claim } = validated;

  const permission = await attempt(job, 'authorization-failed', () => authorize(job, event));
  if ('code' in permission) return refuseJob(job, permission);
  if (!permission.allowed) return refuseJob(job, refuse('not-allowed'), permission.text);

  if (claim !== undefined) {
    const claimed = await attempt(job, 'validation-failed', () => claimInTime(job, claim));
    if ('code' in claimed) return refuseJob(job, claimed);
  }
  return await handle(job, validated);
}

/** Runs one step. A failure and a passed deadline become a refusal with `code`. */
async function attempt<T extends object>(
  { options, deadline }: Job,
  code: RefusalCode,
  step: () => Promise<T>,
): Promise<T | Refusal> {
  try {
    const running = step();
    // After the deadline the result is not used any more, so a late failure needs no handling.
    running.catch(() => {});
    const result = await deadline.wait(running);
    return result === timedOut ? refuse(code, 'it took too long') : result;
  } catch (error) {
    options.logger.error(refuse(code).message, error);
    return refuse(code);
  }
}

function refuseJob({ payload, options, address }: Job, refusal: Refusal, text?: string): InteractionOutcome {
  return refused(refusal, options, { address, payload }, text);
}

async function validate({ payload, options, deadline }: Job): Promise<Validated | Refusal> {
  if (payload.form === 'dialog') {
    return options.onSubmit === undefined ? refuse('unknown-action', 'no dialogs') : validateDialog(payload, options);
  }
  if ('_ticket' in payload.context) return validateTicketedClick(payload, options);
  return validateSignedClick(payload, options, deadline);
}

async function authorize({ options, deadline }: Job, event: InteractionEvent): Promise<Permission> {
  const { channelId, userId } = event;
  const isMember = (await options.isMember?.({ channelId, userId }, { signal: deadline.signal })) ?? true;
  if (!isMember) return { allowed: false };
  if (options.authorize === undefined) return { allowed: true };
  const permission: Permission | undefined = await options.authorize(event, { signal: deadline.signal });
  // Only a clear yes allows the click.
  return { allowed: permission?.allowed === true, text: permission?.text };
}

/** Releases a claim that succeeds after the deadline: the person has already got an error. */
async function claimInTime(job: Job, claim: Claim): Promise<Refusal | { readonly claimed: true }> {
  const isClaimed = (await job.options.store?.claim(claim)) === true;
  if (isClaimed && job.deadline.signal.aborted) await release(job, claim);
  return isClaimed ? { claimed: true } : refuse('already-made');
}

async function release({ options }: Job, claim: Claim | undefined): Promise<void> {
  if (claim === undefined) return;
  try {
    await options.store?.release(claim);
  } catch (error) {
    options.logger.error('the store could not release a choice', error);
  }
}

async function handle(job: Job, { event, claim, post }: Validated): Promise<InteractionOutcome> {
  const { logger } = job.options;
  const fail = async (error: unknown): Promise<Refusal> => {
    logger.error(`interaction ${event.id}: the handler failed`, error);
    await release(job, claim);
    return refuse('handler-failed');
  };
  const work = event.type === 'dialog' ? handleSubmission(job, event, claim) : handleClick(job, event, post);
  const outcome = await job.deadline.wait(work.then(response => ({ response }), fail));
  if (outcome === timedOut) {
    logger.warn(`interaction ${event.id}: the handler is still running, and its reply will be lost`);
    return { accepted: true, response: jsonResponse(200, {}), event };
  }
  if ('code' in outcome) return refuseJob(job, outcome);
  return { accepted: true, response: outcome.response, event };
}

async function handleClick(
  { options, deadline }: Job,
  event: ClickEvent,
  validatedPost: InteractivePost | undefined,
): Promise<InteractionResponse> {
  const { signal } = deadline;
  const reply = (await options.onClick(event, { signal })) ?? undefined;
  try {
    // The handler can have changed the post, so an update that keeps parts of it needs another look-up.
    const post = needsPost(reply) ? await options.findPost?.(event.postId, { signal }) : validatedPost;
    return clickResponse(reply, post);
  } catch (error) {
    // The handler has done its work, so the answer must not look like a failure.
    options.logger.error(`interaction ${event.id}: the post could not be updated`, error);
    return clickResponseWithoutUpdate(reply, options.texts.notUpdated);
  }
}

async function handleSubmission(job: Job, event: SubmitEvent, claim: Claim | undefined): Promise<InteractionResponse> {
  const reply = (await job.options.onSubmit?.(event, { signal: job.deadline.signal })) ?? undefined;
  // The form stays open, and the person will submit it again.
  if (hasErrors(reply)) await release(job, claim);
  return submitResponse(reply);
}
