import { randomUUID } from 'node:crypto';
import type { ChannelInboundTurnPlan } from 'openclaw/plugin-sdk/channel-inbound';
import { whenRunning } from '../running-accounts.ts';
import { type PreviewPlace, PreviewPost } from './preview-post.ts';
import { removePreview } from './remove-preview.ts';
import { Segments } from './segments.ts';

/** OpenClaw's callbacks while the agent works. */
type ProgressCallbacks = NonNullable<ChannelInboundTurnPlan['replyOptions']>;

/** The previews of the answers of one turn. */
export interface AnswerStream {
  /** What OpenClaw calls while the agent works. */
  readonly callbacks: ProgressCallbacks;
  /** A message of a person has joined the turn. */
  join(): void;
  /**
   * Call it with each answer before that is sent: ends the preview that shows it. Resolves to the delivery id under which the
   * answer takes the place of the preview; to `undefined` when no preview shows it.
   */
  finish(answer: string): Promise<string | undefined>;
  /** The turn is over: deletes the previews that did not become answers. */
  end(): Promise<void>;
}

/** Shows the answers of a turn while the agent writes them. */
export function openAnswerStream(turn: Omit<PreviewPlace, 'deliveryId'>): AnswerStream {
  const segments = new Segments(() => new PreviewPost({ ...turn, deliveryId: randomUUID() }));

  return {
    callbacks: {
      onAssistantMessageStart: () => segments.begin(),
      onPartialReply: ({ text }) => {
        if (text === undefined) return;
        const { preview } = segments.write(text);
        preview.show(text);
      },
      onToolStart: () => {
        const { current } = segments;
        if (current) current.isBeforeTool = true;
      },
      onAgentRunTerminalOutcome: () => segments.current?.preview.hurry(),
    },
    join: () => segments.join(),
    async finish(answer) {
      const preview = segments.finish(answer)?.preview;
      await preview?.close();
      return preview?.place.deliveryId;
    },
    async end() {
      const previews = segments.open.map(({ preview }) => preview);
      await Promise.all(previews.map(preview => preview.close()));
      if (previews.length === 0) return;
      const account = await whenRunning(turn.accountId);
      for (const { place } of previews) {
        const preview = await account.stores.previews.find(place.deliveryId);
        if (preview) removePreview(account, preview);
      }
    },
  };
}

/** The stream of a turn that shows nothing before its answer. */
export const noAnswerStream: AnswerStream = {
  callbacks: {},
  join() {},
  finish: async () => undefined,
  async end() {},
};
