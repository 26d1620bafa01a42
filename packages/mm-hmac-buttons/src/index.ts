// Making buttons for an OpenClaw gateway, from a script
export { type ButtonAttachmentsParams, buildButtonAttachments } from './building/button-attachments.ts';
export type { ButtonInput, ControlInput, ControlRows, OptionInput, SelectInput } from './building/control-input.ts';
export type { Action, Attachment } from './building/action.ts';
export { deriveSecret } from './signing/secret.ts';
export { type SignedContext, signContext } from './signing/sign.ts';

// Making buttons and dialogs of your own, each counted once
export {
  type Choice,
  type ChoiceContent,
  type ChoiceOptions,
  issueChoice,
  type RenewOptions,
  renewChoice,
  type TicketedClick,
} from './tickets/choice.ts';
export { type Dialog, type DialogOptions, issueDialog } from './dialogs/issue-dialog.ts';
export type { DialogElement, DialogOption } from './dialogs/dialog-element.ts';
export { type DialogFeatures, dialogFeatures } from './dialogs/dialog-features.ts';
export {
  readSubmission,
  type SubmissionTexts,
  type SubmissionVerdict,
  type SubmittedValues,
} from './dialogs/read-submission.ts';
export { createMemoryStore, type MemoryStoreOptions } from './tickets/memory-store.ts';
export { createSqliteStore, type SqliteStoreOptions } from './tickets/sqlite-store.ts';
export type { SqliteDatabase } from './tickets/sqlite-tables.ts';

// Receiving clicks and dialogs
export { createInteractionReceiver, type InteractionReceiver } from './receiving/receiver.ts';
export type {
  AcceptedInteraction,
  InteractionOutcome,
  RefusalDetails,
  RefusedInteraction,
} from './receiving/outcomes.ts';
export type { HandlerContext, Permission, ReceiverOptions } from './receiving/options.ts';
export type { Logger } from '../../../common/callbacks/logger.ts';
export type { ClickEvent, InteractionEvent, SubmitEvent } from './receiving/events.ts';
export type { ClickReply, CompletePostUpdate, PostUpdate, SubmitReply } from './receiving/replies.ts';
export type { InteractivePost } from './receiving/posts.ts';
export { type NodeListenerOptions, toNodeListener } from './receiving/node-listener.ts';
export { toWebHandler } from './receiving/web-handler.ts';
export type { InteractionRequest, InteractionResponse } from './receiving/request.ts';

// Handling failures
export type { Refusal, RefusalCode } from './receiving/refusals.ts';
export type { ReceiverTexts } from './receiving/texts.ts';
export {
  CallbackUrlError,
  ChoiceClosedError,
  ContextError,
  ControlError,
  InteractionError,
  type InteractionErrorCode,
  PropsTooLargeError,
  ReplyError,
} from './errors.ts';

// For those who go deeper
export type { TicketStore } from './tickets/store.ts';
export type { Claim, Ticket, Uses } from './tickets/ticket.ts';
export {
  type CallbackUrlProblem,
  type CallbackUrlProblemCode,
  checkCallbackUrl,
} from '../../../common/callbacks/callback-url.ts';
export { measureProps } from './building/props-size.ts';
export { leadsToPlugins } from '../../../common/callbacks/plugins-path.ts';
export { canonicalize } from './signing/canonical.ts';
export type { Json, JsonObject } from './signing/json.ts';
export { type TokenVerdict, type VerifyOptions, verifyContext } from './signing/verify.ts';
export { diagnoseContext } from './diagnosis/diagnose-context.ts';
export type { DiagnoseOptions, TokenDiagnosis, TokenProblem } from './diagnosis/diagnosis.ts';
