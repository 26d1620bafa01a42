import { randomUUID } from 'node:crypto';
import type { ChannelInboundTurnPlan } from 'openclaw/plugin-sdk/channel-inbound';
import { isReasoningReplyPayload } from 'openclaw/plugin-sdk/reply-payload';
import { isHostsNotice } from '../host/notices.ts';
import type { AnswerOnItsWay } from './delivery-gate.ts';
import type { Answer } from './post-answer.ts';

/** How the host hands the answers of a turn to us. */
export type Delivery = ChannelInboundTurnPlan['delivery'];

/** Where the answers of one turn go. */
export interface DeliveryOptions {
  readonly place: Pick<Answer, 'channelId' | 'rootId'>;
  /** The target of that place, as the host keeps it. */
  readonly to: string;
  /** The post that started the turn. */
  readonly triggerId: string;
  /** The posts that the turn is about: that one, and those that were given to the host along with it. */
  readonly answers: readonly string[];
  /** Posts one answer; resolves to the ids of its posts. */
  readonly send: (answer: Answer) => Promise<string[]>;
  readonly onItsWay: AnswerOnItsWay;
  /** Whether these are not the agent's words but the host's, which has not begun a turn and will be asked again. */
  readonly isRefusal: (text: string) => boolean;
  /** An answer stands. */
  readonly onDelivered: () => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Delivers what an agent says in a turn as posts, each answer whole.
 *
 * Final answers go through the host's own queue, which outlives a crash and comes back to us to ask what became of them;
 * they arrive at `outbound.sendText`, and what they answer travels as `replyToId`. What cannot be queued is posted here.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { place, to, triggerId, send, onItsWay } = options;
  return {
    observeMessageSent: true,
    durable: (payload, info) => {
      if (info.kind !== 'final' || isReasoningReplyPayload(payload) || !isPlainText(payload)) return false;
      if (options.isRefusal(answerText(payload))) return false;
      onItsWay.setsOut();
      return { to, replyToId: triggerId, ...(place.rootId && { threadId: place.rootId }) };
    },
    deliver: async payload => {
      const text = answerText(payload);
      if (isReasoningReplyPayload(payload) || text === '' || options.isRefusal(text))
        return { visibleReplySent: false };
      onItsWay.setsOut();
      const answers = isHostsNotice(text) ? [] : options.answers;
      const messageIds = await send({ ...place, text, deliveryId: randomUUID(), answers });
      return { messageIds, visibleReplySent: true, content: text };
    },
    onDelivered: (_payload, info, result) => {
      onItsWay.isNoted();
      if (info.kind === 'final' && result?.visibleReplySent !== false) options.onDelivered();
    },
    onError: error => {
      onItsWay.isNoted();
      options.onError(error);
    },
  };
}

interface Payload {
  readonly text?: string;
  readonly mediaUrl?: string;
  readonly mediaUrls?: readonly string[];
}

function isPlainText(payload: Payload): boolean {
  return mediaOf(payload).length === 0 && answerText(payload) !== '';
}

function mediaOf({ mediaUrl, mediaUrls }: Payload): readonly string[] {
  return mediaUrls ?? (mediaUrl ? [mediaUrl] : []);
}

/** The words of an answer, followed by the addresses of what it shows. */
export function answerText(payload: Payload): string {
  const links = mediaOf(payload).filter(url => /^https?:\/\//i.test(url));
  return [payload.text?.trim() ?? '', ...links].filter(Boolean).join('\n');
}
