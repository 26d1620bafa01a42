// Deciding
export { resolveRules, type GroupPolicySource, type PolicyRules } from './rules.ts';
export { decide } from './decide.ts';
export {
  wasMentioned,
  type AnswerDecision,
  type Decision,
  type PairDecision,
  type SilenceDecision,
  type WokenBy,
} from './decision.ts';
export { placeAnswer, type AnswerPlace } from './answer-place.ts';

// Checking settings
export { lintSettings, type SettingWarning } from './lint-settings.ts';

// Explaining decisions
export {
  explainReason,
  isReason,
  reasonMeanings,
  reasons,
  type AnswerReason,
  type DirectSilenceReason,
  type GroupSilenceReason,
  type Reason,
  type ReasonMeaning,
  type ReasonPlace,
  type SilenceReason,
} from './reasons.ts';

// Facts and settings
export {
  chatKind,
  type ChatKind,
  type PolicyAuthor,
  type PolicyBot,
  type PolicyChannel,
  type PolicyFacts,
  type PolicyPost,
} from './facts.ts';
export type {
  AccessGroup,
  AllowBots,
  AllowList,
  AnswerMode,
  ChatMode,
  DirectPolicy,
  GroupPolicy,
  GroupSettings,
  ImplicitMentionSettings,
  PolicySettings,
  PolicySurroundings,
  ReplyToMode,
  ReplyToModeByChatType,
  SectionSettings,
  SharedDefaults,
} from './settings.ts';

// What to remember between decisions
export {
  isParticipating,
  noteAnswer,
  participationMs,
  type ParticipationBounds,
  type ThreadParticipation,
} from './thread-participation.ts';
export {
  isBotLimitReached,
  noteBotExchange,
  type BotExchangeLimits,
  type BotExchangeRecord,
  type BotExchanges,
} from './bot-limits.ts';

// The steps of a decision, for a bot that checks its lists elsewhere
export { whoSpeaks, type AccountSpeaker, type IgnoredSpeaker, type Speaker, type WebhookSpeaker } from './speaker.ts';
export { replyToModeOf, rulesForChannel, settingForChannel, type ChannelRules } from './channel-rules.ts';
export { readCall, type Call } from './calls-the-bot.ts';
export { isListed, normalizeAllowEntry, type AllowListOptions, type ListedSubject } from './allow-list.ts';
export { findMentions, type Mention } from './mentions.ts';
export { quietChannelMentions } from './quiet-mentions.ts';
export { attachmentText } from './attachments.ts';
export { isStopRequest } from './stop-request.ts';
export { stripMentions } from './strip-mentions.ts';
