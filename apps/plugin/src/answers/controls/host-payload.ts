import type { Uses } from '@clawmost/mm-hmac-buttons';
import { type MessagePresentation, renderPresentationForDelivery } from 'openclaw/plugin-sdk/interactive-runtime';
import type { ReplyPayload } from 'openclaw/plugin-sdk/reply-payload';
import { texts } from '../../texts.ts';
import type { ControlsToPost } from './post-controls.ts';
import { type AskedQuestion, renderPresentation } from './render-presentation.ts';

/** What Mattermost can show of a presentation. OpenClaw turns the rest into text before it asks us. */
export const presentationCapabilities = {
  ...{ supported: true, buttons: true, selects: true, context: true, divider: true, charts: false, tables: false },
  limits: { actions: { supportsStyles: true, supportsDisabled: true } },
} as const;

/** What we put into `channelData.mattermost` of a payload, in which OpenClaw carries it to the send. */
interface OwnData {
  readonly controls?: ControlsToPost['controls'];
  readonly uses?: Uses;
  readonly dropped?: readonly string[];
}

/** OpenClaw asks us to render a payload with a presentation: its words become text, its controls data for the send. */
export function renderForHost({
  payload,
  presentation,
}: {
  readonly payload: ReplyPayload;
  readonly presentation: MessagePresentation;
}): ReplyPayload {
  const question = payload.channelData?.['askUser'] as AskedQuestion | undefined;
  const { text, controls, dropped, isReusable } = renderPresentation(presentation, question);
  const before = ownData(payload);
  const own: OwnData = { ...before, controls, dropped, ...(isReusable && !before.uses && { uses: 'any' }) };
  return {
    ...payload,
    text: [payload.text?.trim() ?? '', text].filter(Boolean).join('\n\n'),
    channelData: { ...payload.channelData, mattermost: own },
  };
}

/** Renders an answer of a turn, which OpenClaw hands over as it is. */
export async function renderReply(payload: ReplyPayload): Promise<ReplyPayload> {
  if (!payload.presentation) return withAnswerButton(payload);
  const renderPresentation = (adapted: ReplyPayload & { presentation: MessagePresentation }) =>
    renderForHost({ payload: adapted, presentation: adapted.presentation });
  return renderPresentationForDelivery({ presentationCapabilities, renderPresentation }, payload);
}

/** Questions with several parts come as a text with numbers, and are answered in words. */
function withAnswerButton(payload: ReplyPayload): ReplyPayload {
  const asked = payload.channelData?.['askUser'] as AskedQuestion | undefined;
  if (!asked?.questionId) return payload;
  const meaning = { do: 'answer-in-words', questionId: asked.questionId } as const;
  const controls: ControlsToPost['controls'] = [{ kind: 'button', label: texts.answerButton, meaning }];
  return { ...payload, channelData: { ...payload.channelData, mattermost: { controls } } };
}

/** The controls of a rendered payload; `undefined` when it has none. */
export function controlsOf(payload: Pick<ReplyPayload, 'channelData'>): ControlsToPost | undefined {
  const { controls = [], uses, dropped = [] } = ownData(payload);
  const asked = payload.channelData?.['askUser'] as AskedQuestion | undefined;
  const questionId = asked?.questionId;
  const endsWithProcess =
    questionId !== undefined || controls.some(one => one.kind === 'button' && one.meaning.do === 'decide');
  if (controls.length === 0 && dropped.length === 0) return undefined;
  return { controls, dropped, endsWithProcess, ...(uses && { uses }), ...(questionId && { questionId }) };
}

function ownData({ channelData }: Pick<ReplyPayload, 'channelData'>): OwnData {
  const own = channelData?.['mattermost'];
  return typeof own === 'object' && own !== null ? own : {};
}
