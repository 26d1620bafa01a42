import type { ChannelInboundTurnPlan } from 'openclaw/plugin-sdk/channel-inbound';
import { createChannelProgressDraftCompositor } from 'openclaw/plugin-sdk/channel-outbound';
import type { AccountConfig } from '../../config/schema.ts';
import type { PreviewMode } from './mode.ts';

type ProgressCallbacks = NonNullable<ChannelInboundTurnPlan['replyOptions']>;

/** Lines that say what the agent is doing: tools, commands, the plan, what waits for an approval. */
export interface ProgressLines {
  /** The lines, as Markdown; empty while there are none. */
  readonly text: string;
  /** What OpenClaw calls while the agent works. */
  readonly callbacks: ProgressCallbacks;
  /** Forgets the lines, except the plan. */
  clear(): void;
  /** The answer comes: no line is added any more. */
  end(): void;
}

/** Where the lines are shown. */
export interface ProgressPlace {
  readonly config: AccountConfig;
  readonly mode: Exclude<PreviewMode, 'off'>;
  /** Decides which title of several is shown. */
  readonly seed: string;
  /** Called when the lines have changed. */
  readonly onChange: () => void;
}

/**
 * Writes progress lines in OpenClaw's own way, with the settings under `streaming.preview` and `streaming.progress`: it
 * shortens them and takes secrets out. Only the mode `progress` has a title above them.
 */
export function createProgressLines({ config, mode, seed, onChange }: ProgressPlace): ProgressLines {
  let text = '';
  let isVerbose = () => false;
  const update = (lines: string): boolean => {
    text = lines;
    onChange();
    return true;
  };
  const compositor = createChannelProgressDraftCompositor({
    entry: mode === 'progress' ? config : withoutTitle(config),
    ...{ mode, active: true, seed, preparedItems: true },
    update,
    deleteCurrent: () => void update(''),
  });
  // With `/verbose on`, OpenClaw posts the lines by itself.
  const unlessVerbose =
    <T extends unknown[]>(push: (...args: T) => Promise<boolean>) =>
    (...args: T): Promise<boolean> =>
      isVerbose() ? Promise.resolve(false) : push(...args);

  return {
    get text() {
      return text;
    },
    callbacks: {
      suppressDefaultToolProgressMessages: true,
      onVerboseProgressVisibility: isActive => {
        isVerbose = isActive;
      },
      onToolStart: unlessVerbose(compositor.pushToolEvent),
      onItemEvent: unlessVerbose(async item => {
        // Elsewhere than in the mode `progress`, the preview shows that text already.
        if (item.kind === 'preamble' && mode !== 'progress') return false;
        return compositor.pushItemEvent(item);
      }),
      onCommandOutput: unlessVerbose(compositor.pushCommandOutputEvent),
      onPatchSummary: unlessVerbose(compositor.pushPatchEvent),
      onApprovalEvent: approval => compositor.pushApprovalEvent(approval),
      onPlanUpdate: ({ phase, steps, explanation, explanationFormat }) =>
        phase === 'update'
          ? compositor.pushPlanProgress(steps, {
              ...(explanation !== undefined && { explanation }),
              ...(explanationFormat && { explanationFormat }),
            })
          : false,
    },
    clear() {
      compositor.resetActivity();
      text = '';
    },
    end() {
      compositor.markFinalReplyStarted();
      compositor.cancel();
    },
  };
}

function withoutTitle(config: AccountConfig): AccountConfig {
  const { streaming } = config;
  return { ...config, streaming: { ...streaming, progress: { ...streaming?.progress, label: false } } };
}
