import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { resolvePinnedMainDmOwnerFromAllowlist } from 'openclaw/plugin-sdk/security-runtime';
import { normalizeAllowEntry } from '../config/allow-from.ts';
import type { TurnContext } from '../conversations/context.ts';
import { hostContext, textWithNotices } from '../conversations/host-context.ts';
import { originOf } from '../server/target.ts';
import type { DeliveryCallbacks } from './deliver.ts';
import type { TurnRequest } from './turn.ts';

type Inbound = PluginRuntime['channel']['inbound'];
type Plan = Parameters<Inbound['dispatch']>[0];

/** OpenClaw's callbacks: it begins a turn, defers it, or is done with one that it had deferred. */
export type TurnLifecycle = NonNullable<Plan['turnAdoptionLifecycle']>;

/** What OpenClaw gets in addition to the request. */
export interface HostTurn {
  readonly inbound: Inbound;
  readonly cfg: OpenClawConfig;
  readonly accountId: string;
  /** What the agent is given beside the message; nothing for a command. */
  readonly context: TurnContext | undefined;
  /** Who may write direct messages, as configured. */
  readonly allowFrom: readonly (string | number)[] | undefined;
  readonly delivery: DeliveryCallbacks;
  /** What OpenClaw calls while the agent works. */
  readonly progress: NonNullable<Plan['replyOptions']>;
  readonly lifecycle: TurnLifecycle;
  /** Aborts to have the turn stopped. */
  readonly signal: AbortSignal;
  /** Shows that the agent is at work; OpenClaw calls it again every few seconds while the turn lasts. Never rejects. */
  readonly typing: () => Promise<void>;
}

/** Typing is shown for as long as a turn may take; OpenClaw's own limit is one minute. */
const longestTypingMs = 60 * 60_000;

/** Gives a turn to OpenClaw. Settles when the turn is over and its answers have been delivered. */
export async function dispatchTurn(request: TurnRequest, turn: HostTurn): ReturnType<Inbound['dispatch']> {
  const { route, to, skills, messageId } = request;
  const { accountId, cfg, signal } = turn;
  return turn.inbound.dispatch({
    cfg,
    channel: 'mattermost',
    accountId,
    messageId,
    route: { agentId: route.agentId, dmScope: route.dmScope, sessionKey: route.sessionKey },
    ctxPayload: buildContext(request, turn),
    record: {
      ...(request.nativeCommand && { sessionKey: request.nativeCommand.targetSessionKey }),
      ...(request.kind === 'direct' &&
        !request.nativeCommand && {
          updateLastRoute: {
            ...{ sessionKey: route.sessionKey, channel: 'mattermost', to, accountId },
            ...ownerPin(request, turn),
          },
        }),
    },
    delivery: turn.delivery,
    replyPipeline: {
      typing: { start: turn.typing, onStartError: () => {}, maxDurationMs: longestTypingMs },
    },
    replyOptions: {
      ...turn.progress,
      abortSignal: signal,
      ...(skills && { skillFilter: [...skills] }),
    },
    turnAdoptionLifecycle: { ...turn.lifecycle, abortSignal: signal },
  });
}

/**
 * Where all direct messages share a session and one person owns the bot, the messages of others do not become the place to
 * which OpenClaw sends heartbeats and announcements.
 */
function ownerPin({ route, speaker }: TurnRequest, { allowFrom }: HostTurn) {
  const ownerRecipient = resolvePinnedMainDmOwnerFromAllowlist({
    dmScope: route.dmScope,
    allowFrom: allowFrom && [...allowFrom],
    normalizeEntry: normalizeAllowEntry,
  });
  return ownerRecipient ? { mainDmOwnerPin: { ownerRecipient, senderRecipient: speaker.id } } : {};
}

function buildContext(request: TurnRequest, turn: HostTurn): ReturnType<Inbound['buildContext']> {
  const { route, channel, kind, speaker, to, text, systemPrompt } = request;
  const { accountId, context } = turn;
  const isThread = route.threadId !== undefined;
  const { inboundHistory, extra, ...beside } = context
    ? hostContext(request, context, systemPrompt)
    : bareContext(systemPrompt);
  return turn.inbound.buildContext({
    channel: 'mattermost',
    accountId,
    messageId: request.messageId,
    timestamp: request.timestamp,
    from: originOf(route.peer),
    sender: speaker,
    conversation: {
      kind,
      id: channel.id,
      // The handle and not the title: an agent can write it as a target.
      label: kind === 'direct' ? `@${speaker.username ?? speaker.name}` : `#${channel.name}`,
      nativeChannelId: channel.id,
      routePeer: route.peer,
      ...(channel.team_id && { spaceId: channel.team_id }),
      ...(isThread && { threadId: route.threadId, parentId: channel.id }),
    },
    route: {
      agentId: route.agentId,
      dmScope: route.dmScope,
      accountId,
      routeSessionKey: route.baseSessionKey,
      dispatchSessionKey: route.sessionKey,
      mainSessionKey: route.mainSessionKey,
      ...(isThread &&
        kind !== 'direct' &&
        context?.settings.inheritsChannel !== false && { parentSessionKey: route.baseSessionKey }),
    },
    reply: {
      to,
      originatingTo: to,
      nativeChannelId: channel.id,
      ...(isThread && { replyToId: route.threadId, messageThreadId: route.threadId }),
    },
    message: {
      inboundEventKind: 'user_request',
      rawBody: request.rawText,
      bodyForAgent: context ? textWithNotices(text, context) : text,
      // From those who give no commands, "/new" is only text; OpenClaw would refuse it without an answer.
      commandBody: request.mayCommand || !text.trimStart().startsWith('/') ? text : '',
      senderLabel: speaker.name,
      ...(inboundHistory.length > 0 && { inboundHistory }),
    },
    access: {
      commands: { authorized: request.mayCommand },
      mentions: {
        canDetectMention: true,
        wasMentioned: request.wasMentioned,
        requireMention: request.requireMention,
      },
    },
    ...beside,
    ...(request.nativeCommand && {
      commandTurn: {
        kind: 'native' as const,
        source: 'native' as const,
        authorized: request.mayCommand,
        commandName: request.nativeCommand.name,
        body: text,
      },
    }),
    extra: {
      ...extra,
      ...joinedIds(request),
      ...(request.nativeCommand && { CommandTargetSessionKey: request.nativeCommand.targetSessionKey }),
    },
    channelIngress: request.admission,
  });
}

/** OpenClaw's fields for the ids of posts that are given together, oldest first. */
function joinedIds({ posts }: TurnRequest) {
  return posts.length > 1 && { MessageSids: [...posts], MessageSidFirst: posts[0], MessageSidLast: posts.at(-1) };
}

function bareContext(
  systemPrompt: string | undefined,
): Pick<ReturnType<typeof hostContext>, 'inboundHistory' | 'supplemental' | 'extra'> {
  return { inboundHistory: [], ...(systemPrompt && { supplemental: { groupSystemPrompt: systemPrompt } }) };
}
