import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { createStatusReactionController } from 'openclaw/plugin-sdk/channel-feedback';
import type { ChannelInboundTurnPlan } from 'openclaw/plugin-sdk/channel-inbound';
import { whenRunning } from '../answers/running-accounts.ts';
import { emojiName } from '../server/emoji.ts';
import { isPostKey } from '../server/post-key.ts';
import { acknowledgementOf, isRemovedInTheEnd } from './acknowledge.ts';
import type { TurnRequest } from './turn.ts';

type ProgressCallbacks = NonNullable<ChannelInboundTurnPlan['replyOptions']>;

/** Reactions on a post that change with what the agent does: 🧠 while it thinks, 🛠️ with a tool, ✅ or ❌ in the end. */
export interface StatusReactions {
  /** What OpenClaw calls while the agent works; each calls the one that it replaces. */
  callbacks(others: ProgressCallbacks): ProgressCallbacks;
  /** The turn is over. The last reaction stays for a moment. */
  end(isAnswered: boolean): void;
}

/**
 * Shows what the agent does, with `messages.statusReactions.enabled` and where the message is acknowledged by a reaction, as
 * OpenClaw does in other channels.
 */
export function openStatusReactions(cfg: OpenClawConfig, accountId: string, request: TurnRequest): StatusReactions {
  const initialEmoji = acknowledgementOf(cfg, accountId, request);
  const isOn = cfg.messages?.statusReactions?.enabled === true;
  if (!isOn || initialEmoji === undefined || !isPostKey(request.id)) {
    return { callbacks: () => ({}), end() {} };
  }
  const change = async (what: 'add' | 'remove', emoji: string): Promise<void> => {
    const { bot, rest, signal } = await whenRunning(accountId);
    await rest.reactions[what]({ user_id: bot.id, post_id: request.id, emoji_name: emojiName(emoji) }, { signal });
  };
  const controller = createStatusReactionController({
    ...{ enabled: true, initialEmoji },
    adapter: { setReaction: emoji => change('add', emoji), removeReaction: emoji => change('remove', emoji) },
    // A post that is gone, and a server that refuses reactions, are no reason not to answer.
    onError: () => {},
  });
  return {
    callbacks: others => ({
      onAgentRunStart: (...run) => {
        void controller.setThinking();
        return others.onAgentRunStart?.(...run);
      },
      onAssistantMessageStart: () => {
        void controller.setThinking();
        return others.onAssistantMessageStart?.();
      },
      onToolStart: tool => {
        void controller.setTool(tool.name);
        return others.onToolStart?.(tool);
      },
      onCompactionStart: () => {
        void controller.setCompacting();
        return others.onCompactionStart?.();
      },
    }),
    end(isAnswered) {
      const last = isAnswered ? controller.setDone() : controller.setError();
      void last.then(() => (isRemovedInTheEnd(cfg) ? controller.clear() : controller.restoreInitial()));
    },
  };
}
