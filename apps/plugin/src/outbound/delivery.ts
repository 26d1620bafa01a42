import { randomUUID } from 'node:crypto';
import type { ChannelInboundTurnPlan } from 'openclaw/plugin-sdk/channel-inbound';
import { isReasoningReplyPayload } from 'openclaw/plugin-sdk/reply-payload';
import type { Answer } from './post-answer.ts';

/** How the host hands the answers of a turn to us. */
export type Delivery = ChannelInboundTurnPlan['delivery'];

/** Where the answers of one turn go. */
export interface DeliveryOptions {
  readonly place: Pick<Answer, 'channelId' | 'rootId'>;
  /** The post that started the turn. */
  readonly triggerId: string;
  /** Posts one answer; resolves to the ids of its posts. */
  readonly send: (answer: Answer) => Promise<string[]>;
  /** An answer is about to be sent. */
  readonly onSetOut: () => void;
  /** The host has noted how that ended. */
  readonly onNoted: () => void;
  readonly onError: (error: unknown) => void;
}

/** Delivers what an agent says in a turn as posts, each answer whole. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { place, triggerId, send } = options;
  return {
    observeMessageSent: true,
    deliver: async payload => {
      const text = answerText(payload);
      if (isReasoningReplyPayload(payload) || text === '') return { visibleReplySent: false };
      options.onSetOut();
      const messageIds = await send({ ...place, text, deliveryId: randomUUID(), answers: [triggerId] });
      return { messageIds, visibleReplySent: true, content: text };
    },
    onDelivered: () => options.onNoted(),
    onError: error => {
      options.onNoted();
      options.onError(error);
    },
  };
}

/** The words of an answer, followed by the addresses of what it shows. */
export function answerText(payload: { text?: string; mediaUrl?: string; mediaUrls?: readonly string[] }): string {
  const media = payload.mediaUrls ?? (payload.mediaUrl ? [payload.mediaUrl] : []);
  const links = media.filter(url => /^https?:\/\//i.test(url));
  return [payload.text?.trim() ?? '', ...links].filter(Boolean).join('\n');
}
