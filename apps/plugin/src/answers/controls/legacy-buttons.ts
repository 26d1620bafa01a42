import type { MessagePresentation, MessagePresentationButton } from 'openclaw/plugin-sdk/interactive-runtime';
import type { ReplyPayload } from 'openclaw/plugin-sdk/reply-payload';

/** A button in the older form of the message tool. */
interface LegacyButton {
  readonly text?: unknown;
  readonly label?: unknown;
  readonly value?: unknown;
  readonly callback_data?: unknown;
  readonly callbackData?: unknown;
  readonly url?: unknown;
  readonly style?: unknown;
}

/** How often a choice counts, as the message tool says it. */
const choices = ['once', 'once-per-person', 'any'] as const;

/**
 * Takes what only we know out of the parameters of a message: buttons in the older form, in rows or in one list, become a
 * presentation, and `choice` says how often one may click. OpenClaw carries the rest.
 */
export function prepareSendPayload({
  ctx,
  payload,
}: {
  readonly ctx: { readonly params: Readonly<Record<string, unknown>> };
  readonly payload: ReplyPayload;
}): ReplyPayload {
  const { buttons, choice } = ctx.params;
  const uses = choices.find(one => one === choice);
  const withChoice =
    uses === undefined
      ? payload
      : { ...payload, channelData: { ...payload.channelData, mattermost: { ...ownOf(payload), uses } } };
  const presentation = legacyButtons(buttons);
  return presentation && !payload.presentation ? { ...withChoice, presentation } : withChoice;
}

/** A presentation of buttons in the older form; a button without a value is only its label, and one without both is nothing. */
export function legacyButtons(given: unknown): MessagePresentation | undefined {
  if (!Array.isArray(given)) return undefined;
  const labelled = (given.flat() as (LegacyButton | null)[]).flatMap(button => {
    const label = textOf(button?.text) ?? textOf(button?.label);
    return button && label !== undefined ? [{ button, label }] : [];
  });
  const buttons = labelled.flatMap(({ button, label }): MessagePresentationButton[] => {
    const value = textOf(button.callback_data) ?? textOf(button.callbackData) ?? textOf(button.value);
    const url = textOf(button.url);
    const style = styles.find(one => one === button.style);
    if (url !== undefined) return [{ label, url }];
    return value === undefined ? [] : [{ label, value, ...(style && { style }) }];
  });
  const others = labelled.filter(({ label }) => !buttons.some(button => button.label === label));
  const lines = others.map(({ label }) => ({ type: 'text' as const, text: label }));
  const blocks = [...lines, ...(buttons.length > 0 ? [{ type: 'buttons' as const, buttons }] : [])];
  return blocks.length > 0 ? { blocks } : undefined;
}

const styles = ['primary', 'secondary', 'success', 'danger'] as const;

function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

function ownOf({ channelData }: ReplyPayload): object {
  const own = channelData?.['mattermost'];
  return typeof own === 'object' && own !== null ? own : {};
}
