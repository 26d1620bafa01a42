// Registering commands
export {
  createSlashRegistry,
  type ReconcileOptions,
  type SlashRegistry,
  type SlashRegistryOptions,
} from './registry.ts';
export { checkTrigger, type ChangedField, type DesiredCommand, type TriggerProblem } from './commands/desired.ts';
export type {
  CreateStep,
  DeleteStep,
  KeepStep,
  PlanStep,
  SkipReason,
  SkipStep,
  UpdateStep,
} from './commands/plan.ts';
export type { FailedStep, TeamReport } from './commands/reconcile-team.ts';
export { createMemoryStore, type OwnedCommand, type OwnedCommandStore } from './commands/store.ts';
export {
  type CallbackUrlSettings,
  type ResolvedCallbackUrl,
  resolveCallbackUrl,
} from './network/resolve-callback-url.ts';

// Receiving calls
export {
  type AcceptedCommand,
  type CommandOutcome,
  type CommandReceiver,
  createCommandReceiver,
  type HandlerContext,
  type ReceiverOptions,
  type RefusedCommand,
} from './receiving/receiver.ts';
export type { CommandEvent } from './receiving/event.ts';
export type { Mention } from './receiving/payload.ts';
export { type NodeListenerOptions, toNodeListener } from './receiving/node-listener.ts';
export { toWebHandler, type WebConnection } from './receiving/web-handler.ts';
export type { CommandRequest, CommandResponse } from './receiving/request.ts';

// Answering
export type { CommandReply } from './answers/reply.ts';
export { createLateAnswers, type LateAnswerOptions, type LateAnswers } from './answers/late-answers.ts';

// Handling failures
export type { Refusal, RefusalCode } from './receiving/refusals.ts';
export { CallbackUrlError, LateAnswerError, ReplyError, SlashError, type SlashErrorCode } from './errors.ts';
export type { Logger } from '../../../common/callbacks/logger.ts';

// For those who go deeper
export type { CallOptions, CommandFields, CommandsApi, ServerCommand } from './commands/api.ts';
export type { RegisteredCommand } from './verifying/known-commands.ts';
export type {
  CallProof,
  UnverifiedCall,
  Verification,
  VerifiedCall,
  VerifyFailure,
  VerifyLimits,
} from './verifying/verify.ts';
export {
  type CallbackUrlContext,
  type CallbackUrlProblem,
  type CallbackUrlProblemCode,
  type CallbackUrlVerdict,
  checkCallbackUrl,
} from '../../../common/callbacks/callback-url.ts';
export type { TestSeams } from '../../../common/callbacks/options.ts';
