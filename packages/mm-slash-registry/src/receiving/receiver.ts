import { startDeadline, timedOut } from '../../../../common/callbacks/deadline.ts';
import { createDefaultLogger, type Logger, makeSafe } from '../../../../common/callbacks/logger.ts';
import { requirePositive, unexpected } from '../../../../common/callbacks/options.ts';
import { readBody } from '../../../../common/callbacks/read-body.ts';
import { type CommandReply, replyResponse } from '../answers/reply.ts';
import type { SlashRegistry } from '../registry.ts';
import { type CommandEvent, eventOf } from './event.ts';
import { bodyKindOf, type CommandPayload, headerTokenOf, readPayload } from './payload.ts';
import { createPlaces, type GiveBack } from './places.ts';
import { type Refusal, type RefusalCode, refusalResponse, refuse } from './refusals.ts';
import type { CommandRequest, CommandResponse } from './request.ts';

/** What a handler receives with an event. */
export interface HandlerContext {
  /** Aborted when the time for an answer is over; use late answers then. */
  readonly signal: AbortSignal;
}

/** Options of {@link createCommandReceiver}. */
export interface ReceiverOptions {
  /** The registries whose commands are received at this address. Without any, calls get a 503. */
  registries: readonly SlashRegistry[] | (() => readonly SlashRegistry[]);
  /**
   * Called for every verified call, also for a repetition of one, which has the same `id`. What it returns is the answer;
   * nothing is shown for `undefined`.
   */
  onCommand: (event: CommandEvent, context: HandlerContext) => Promise<CommandReply | undefined>;
  /** The largest body of a call whose `Authorization` has a known token, in bytes. @default 524_288 */
  maxBodyBytes?: number | undefined;
  /** The largest body of any other call, in bytes. @default 65_536 */
  maxAnonymousBodyBytes?: number | undefined;
  /** The longest time for a body, in milliseconds. @default 5_000 */
  bodyTimeoutMs?: number | undefined;
  /** When to answer even if the handler is still running, in milliseconds: Mattermost waits 30 s. @default 20_000 */
  answerWithinMs?: number | undefined;
  /** How many calls of one command, in one team, are worked on at the same time. @default 8 */
  maxPerCommand?: number | undefined;
  /** How many calls of one account are worked on at the same time. @default 64 */
  maxPerAccount?: number | undefined;
  /** How many calls without a known token are worked on at the same time. One address gets half of them. @default 16 */
  maxAnonymous?: number | undefined;
  /** Receives refusals (`warn`) and failures (`error`), without anything secret. @default refusals are dropped */
  logger?: Logger | undefined;
}

/** A call that was verified, and that the handler has. */
export interface AcceptedCommand {
  /** Always `true` here; a {@link RefusedCommand} has `false`. */
  readonly accepted: true;
  /** The answer to send. */
  readonly response: CommandResponse;
  /** The event that the handler got. */
  readonly event: CommandEvent;
}

/** A call that was refused, or whose handler failed. */
export interface RefusedCommand {
  /** Always `false` here; an {@link AcceptedCommand} has `true`. */
  readonly accepted: false;
  /** The answer to send. */
  readonly response: CommandResponse;
  /** The reason. */
  readonly refusal: Refusal;
}

/** What came of a call. */
export type CommandOutcome = AcceptedCommand | RefusedCommand;

/** Answers one request. It never rejects. */
export type CommandReceiver = (request: CommandRequest) => Promise<CommandOutcome>;

/**
 * Makes the function that receives slash commands, for every HTTP server: see {@link toNodeListener} and
 * {@link toWebHandler}.
 *
 * @throws TypeError for a wrong option
 */
export function createCommandReceiver(options: ReceiverOptions): CommandReceiver {
  const { registries, onCommand } = options;
  if (typeof onCommand !== 'function') throw unexpected('onCommand', 'a function', onCommand);
  if (!Array.isArray(registries) && typeof registries !== 'function')
    throw unexpected('registries', 'a list, or a function that returns one', registries);
  const current = typeof registries === 'function' ? registries : () => registries;
  const logger = makeSafe(options.logger ?? createDefaultLogger('SlashCommandWarning'));
  const number = (name: keyof ReceiverOptions, byDefault: number) =>
    requirePositive(name, (options[name] as number | undefined) ?? byDefault);
  const maxBodyBytes = number('maxBodyBytes', 524_288);
  const maxAnonymousBodyBytes = number('maxAnonymousBodyBytes', 65_536);
  const bodyTimeoutMs = number('bodyTimeoutMs', 5_000);
  const answerWithinMs = number('answerWithinMs', 20_000);
  const anonymous = number('maxAnonymous', 16);
  const takePlace = createPlaces({
    perCommand: number('maxPerCommand', 8),
    perAccount: number('maxPerAccount', 64),
    ...{ anonymous, perAddress: Math.ceil(anonymous / 2) },
  });

  return async request => {
    try {
      const outcome = await receive(request);
      if (!('code' in outcome)) return outcome;
      logger.warn(`a slash command was refused: ${outcome.message}`);
      return { accepted: false, response: refusalResponse(outcome.code), refusal: outcome };
    } catch (error) {
      logger.error('a slash command could not be received', error);
      return failed('handler-failed');
    }
  };

  async function receive(request: CommandRequest): Promise<CommandOutcome | Refusal> {
    if (request.method !== 'POST') return refuse('method-not-allowed');
    const kind = bodyKindOf(textOf(request.headers['content-type']));
    if (kind === undefined) return refuse('unsupported-type');
    const all = current();
    if (all.length === 0) return refuse('not-ready');
    const headerToken = headerTokenOf(request.headers.authorization);
    const known = headerToken === undefined ? undefined : commandOf(all, headerToken);
    const place = takePlace(known ?? { address: request.remoteAddress });
    if (!place) return refuse('too-many-requests');
    const places: GiveBack[] = [place];
    try {
      const maxBytes = known ? maxBodyBytes : maxAnonymousBodyBytes;
      const body = await readBody(request, { maxBytes, timeoutMs: bodyTimeoutMs });
      if ('refusal' in body) return refuse(body.refusal);
      const payload = readPayload(body.bytes, kind, headerToken);
      if (!payload) return refuse('invalid-body');
      // Another header, such as a proxy's own `Bearer`, says nothing about the call.
      if (headerToken !== undefined && headerToken !== payload.token) return refuse('token-mismatch');
      const now = known ?? commandOf(all, payload.token);
      if (!known && now) {
        // A proxy has taken the header away: from here on, the call has a place of its command.
        const own = takePlace(now);
        if (!own) return refuse('too-many-requests');
        places.push(own);
        place();
      }
      return await handle(all, payload);
    } finally {
      for (const giveBack of places) giveBack();
    }
  }

  async function handle(all: readonly SlashRegistry[], payload: CommandPayload): Promise<CommandOutcome | Refusal> {
    const { token, teamId, trigger } = payload;
    const holders = all.filter(registry => registry.find(token) !== undefined);
    if (holders.length > 1) return refuse('ambiguous-token');
    // Without a holder, the token may be new: the registries of this command ask the server.
    const asked = holders.length > 0 ? holders : all.filter(registry => registry.has(teamId, trigger));
    let why: RefusalCode = 'unknown-token';
    for (const registry of asked) {
      const verified = await registry.verify({ token, teamId, trigger });
      if (verified.ok) return answer(eventOf(payload, registry.accountId, verified.command));
      why = verified.why;
    }
    return refuse(why);
  }

  async function answer(event: CommandEvent): Promise<CommandOutcome> {
    const deadline = startDeadline(answerWithinMs);
    const fail = (error: unknown): CommandOutcome => {
      logger.error(`slash command ${event.id}: the handler failed`, error);
      return failed('handler-failed');
    };
    try {
      const work = (async () => replyResponse(await onCommand(event, { signal: deadline.signal })))();
      const outcome = await deadline.wait(
        work.then((response): CommandOutcome => ({ accepted: true, response, event }), fail),
      );
      if (outcome !== timedOut) return outcome;
      logger.warn(`slash command ${event.id}: the handler is still running, and its reply will be lost`);
      return { accepted: true, response: replyResponse(undefined), event };
    } finally {
      deadline.stop();
    }
  }
}

function failed(code: RefusalCode): CommandOutcome {
  return { accepted: false, response: refusalResponse(code), refusal: refuse(code) };
}

function commandOf(
  registries: readonly SlashRegistry[],
  token: string,
): { readonly accountId: string; readonly commandId: string } | undefined {
  for (const registry of registries) {
    const command = registry.find(token);
    if (command) return { accountId: registry.accountId, commandId: command.id };
  }
  return undefined;
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}
