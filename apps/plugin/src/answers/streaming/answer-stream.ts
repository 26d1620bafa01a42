import { randomUUID } from 'node:crypto';
import type { ChannelInboundTurnPlan } from 'openclaw/plugin-sdk/channel-inbound';
import type { AccountConfig } from '../../config/schema.ts';
import { texts } from '../../texts.ts';
import { whenRunning } from '../running-accounts.ts';
import type { PreviewMode } from './mode.ts';
import { type PreviewPlace, PreviewPost } from './preview-post.ts';
import { createProgressLines } from './progress-lines.ts';
import { removePreview } from './remove-preview.ts';
import { Segments } from './segments.ts';

/** OpenClaw's callbacks while the agent works. */
type ProgressCallbacks = NonNullable<ChannelInboundTurnPlan['replyOptions']>;

/** An answer as it is sent. */
export interface FinishedAnswer {
  readonly text: string;
  /** The delivery id under which it takes the place of its preview; absent when it is a new post. */
  readonly deliveryId?: string;
}

/** How a turn ended: by itself, stopped by a person, or because its messages were deleted. */
export type TurnEnding = 'over' | 'stopped' | 'withdrawn';

/** The previews of the answers of one turn. */
export interface AnswerStream {
  /** What OpenClaw calls while the agent works. */
  readonly callbacks: ProgressCallbacks;
  /** A message of a person has joined the turn. */
  join(): void;
  /**
   * Call it with each answer before that is sent: ends the preview that shows it. When the model has failed, the text says
   * why, and what was shown so far stays above it.
   */
  finish(text: string, more?: { readonly kind?: string; readonly isError?: boolean }): Promise<FinishedAnswer>;
  /** The turn is over: deletes the previews that did not become answers. What a stopped turn has said stays, with a note. */
  end(how: TurnEnding): Promise<void>;
}

/** What is shown, and where. */
export interface StreamOptions extends Omit<PreviewPlace, 'deliveryId'> {
  readonly config: AccountConfig;
  readonly mode: Exclude<PreviewMode, 'off'>;
}

/** With `streaming.notify: "final"`, an answer whose preview has stood for this long is a new post. */
const longPreviewMs = 10_000;

/** Shows the answers of a turn while the agent writes them. */
export function openAnswerStream({ config, mode, ...place }: StreamOptions): AnswerStream {
  const createPreview = () => new PreviewPost({ ...place, deliveryId: randomUUID() });
  const segments = new Segments(createPreview);
  const lines = createProgressLines({ config, mode, seed: place.turnId, onChange: showLines });
  const kept: Promise<string | undefined>[] = [];
  const replaced: PreviewPost[] = [];
  /** In the mode `block`, the post of the tools that are at work. */
  let activity: PreviewPost | undefined;

  function showText(text: string): void {
    const segment = segments.write(text);
    if (mode === 'progress') return;
    if (activity) keep(activity, lines.text);
    activity = undefined;
    lines.clear();
    segment.preview.show(text, kept.at(-1));
  }

  function showLines(): void {
    if (mode === 'block') {
      activity ??= createPreview();
      activity.show(lines.text, kept.at(-1));
      return;
    }
    const { preview, text } = segments.current ?? segments.write('');
    preview.show(mode === 'progress' ? lines.text : [text, lines.text].filter(Boolean).join('\n\n'));
  }

  /** What was said before a tool: in the mode `block` it stays, elsewhere the next message takes its place. */
  function noteTool(): void {
    const { current } = segments;
    if (!current) return;
    current.isBeforeTool = true;
    if (mode !== 'block' || current.text === '') return;
    current.isFinished = true;
    keep(current.preview, current.text);
  }

  function keep(preview: PreviewPost, text: string): void {
    const keeping = preview.keep(text);
    keeping.catch(() => replaced.push(preview));
    kept.push(keeping);
  }

  return {
    callbacks: {
      ...lines.callbacks,
      disableBlockStreaming: true,
      onAssistantMessageStart: () => segments.begin(),
      onPartialReply: ({ text }) => (text === undefined ? undefined : showText(text)),
      onItemEvent: item => {
        // What is said before a tool may come in this way alone.
        const { kind, phase, progressText } = item;
        const isSaid = mode !== 'progress' && kind === 'preamble' && phase === 'end' && progressText;
        if (isSaid && !segments.current?.text) showText(progressText);
        return lines.callbacks.onItemEvent?.(item);
      },
      onToolStart: tool => {
        noteTool();
        return lines.callbacks.onToolStart?.(tool);
      },
      onAgentRunTerminalOutcome: () => segments.current?.preview.hurry(),
    },
    join: () => segments.join(),
    async finish(answer, { kind = 'final', isError = false } = {}) {
      // The agent may go on after anything else, such as a question.
      if (kind === 'final') lines.end();
      const segment = segments.finish(answer);
      if (!segment) return { text: answer };
      const { preview } = segment;
      await preview.close();
      const isWordShown = mode !== 'progress' && segment.text !== '' && preview.shown !== '';
      const text = isError && isWordShown ? `${segment.text}\n\n${answer}` : answer;
      const isToNotify = config.streaming?.notify === 'final' && preview.ageMs >= longPreviewMs;
      if (!isToNotify && !preview.isOverdue) return { text, deliveryId: preview.place.deliveryId };
      replaced.push(preview);
      return { text };
    },
    async end(how) {
      lines.end();
      for (const { preview, text } of segments.open) {
        const isWordShown = mode !== 'progress' && text !== '' && preview.shown !== '';
        if (how === 'stopped' && isWordShown) keep(preview, `${text}\n\n${texts.stoppedHere}`);
        else replaced.push(preview);
      }
      if (activity && how !== 'withdrawn') keep(activity, lines.text);
      else if (activity) replaced.push(activity);
      const posts = await Promise.allSettled(kept);
      await Promise.all(replaced.map(preview => preview.close()));
      if (replaced.length === 0 && kept.length === 0) return;
      const account = await whenRunning(place.accountId);
      for (const { place } of replaced) {
        const preview = await account.stores.previews.find(place.deliveryId);
        if (preview) removePreview(account, preview);
      }
      if (how !== 'withdrawn') return;
      const { rest, signal } = account;
      const ids = posts.flatMap(post => (post.status === 'fulfilled' ? (post.value ?? []) : []));
      await Promise.all(ids.map(id => rest.posts.delete(id, { signal })));
    },
  };
}

/**
 * The stream of a turn that shows nothing before its answer.
 *
 * @param areBlocksSent whether OpenClaw delivers each finished block of an answer at once; by default as the agent's settings
 *   say
 */
export function noAnswerStream(areBlocksSent?: boolean): AnswerStream {
  return {
    callbacks: areBlocksSent === undefined ? {} : { disableBlockStreaming: !areBlocksSent },
    join() {},
    finish: async text => ({ text }),
    async end() {},
  };
}
