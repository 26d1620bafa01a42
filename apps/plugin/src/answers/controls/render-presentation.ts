import {
  type MessagePresentation,
  type MessagePresentationButton,
  type MessagePresentationSelectBlock,
  resolveMessagePresentationButtonAction,
  resolveMessagePresentationOptionAction,
} from 'openclaw/plugin-sdk/interactive-runtime';
import { texts } from '../../texts.ts';
import type { ControlMeaning } from './meaning.ts';

/** A button or a menu, before it has a ticket. It holds data alone, because it waits in OpenClaw's queue. */
export type RenderedControl =
  | {
      readonly kind: 'button';
      readonly label: string;
      readonly meaning: ControlMeaning;
      readonly style?: string;
      readonly isDisabled?: boolean;
    }
  | {
      readonly kind: 'menu';
      readonly label: string;
      readonly options: readonly { readonly text: string; readonly meaning: ControlMeaning }[];
    };

/** A message with controls, as Mattermost can show it. */
export interface RenderedMessage {
  /** Everything that can be read, in Mattermost's Markdown. Only what is here notifies people. */
  readonly text: string;
  readonly controls: readonly RenderedControl[];
  /** Whether people may click again after the first click. */
  readonly isReusable: boolean;
  /** The labels of buttons without a meaning, which are only text now. */
  readonly dropped: readonly string[];
}

/** What OpenClaw knows about a question beside its buttons. */
export interface AskedQuestion {
  readonly questionId: string;
  /** The options in their order, by which an answer names one. */
  readonly optionValues?: readonly string[];
}

/**
 * Turns a presentation of OpenClaw into text and controls. Mattermost has no buttons that are links, so those become text, and
 * a button that can do nothing leaves its label in the text.
 */
export function renderPresentation(presentation: MessagePresentation, question?: AskedQuestion): RenderedMessage {
  const lines: string[] = presentation.title ? [`**${presentation.title}**`] : [];
  const controls: RenderedControl[] = [];
  const dropped: string[] = [];
  let isReusable = false;
  for (const block of presentation.blocks) {
    switch (block.type) {
      case 'text':
      case 'context':
        lines.push(block.text);
        break;
      case 'divider':
        lines.push('---');
        break;
      case 'buttons':
        for (const button of block.buttons) {
          const rendered = renderButton(button, question);
          if (typeof rendered === 'object') controls.push(rendered);
          else if (rendered !== undefined) lines.push(rendered);
          if (rendered === button.label) dropped.push(button.label);
          isReusable ||= button.reusable === true;
        }
        break;
      case 'select': {
        const menu = renderMenu(block);
        controls.push(...menu.controls);
        dropped.push(...menu.dropped);
        if (menu.dropped.length > 0) lines.push(menu.dropped.map(label => `- ${label}`).join('\n'));
        break;
      }
      default:
      // OpenClaw turns charts and tables into text before, because we do not offer them.
    }
  }
  return { text: lines.filter(line => line.trim() !== '').join('\n\n'), controls, isReusable, dropped };
}

/** Makes a control, or the text that replaces it. */
function renderButton(
  button: MessagePresentationButton,
  question: AskedQuestion | undefined,
): RenderedControl | string | undefined {
  const { label, style, disabled } = button;
  const action = resolveMessagePresentationButtonAction(button);
  if (action?.type === 'url') return `${label}: ${action.url}`;
  if (action?.type === 'web-app') return action.url === undefined ? undefined : `${label}: ${action.url}`;
  const meaning = action && meaningOf(action, question);
  if (!meaning) return label;
  return {
    kind: 'button',
    label,
    meaning,
    ...(style && { style: style === 'secondary' ? 'default' : style }),
    ...(disabled && { isDisabled: true }),
  };
}

type ButtonAction = NonNullable<ReturnType<typeof resolveMessagePresentationButtonAction>>;

function meaningOf(action: ButtonAction, question: AskedQuestion | undefined): ControlMeaning | undefined {
  switch (action.type) {
    case 'callback':
      return { do: 'say', value: action.value };
    case 'command':
      return { do: 'command', command: action.command };
    case 'approval': {
      const { approvalId, approvalKind, decision } = action;
      return { do: 'decide', approvalId, approvalKind, decision };
    }
    case 'question': {
      const { questionId } = action;
      if ('intent' in action) return { do: 'answer-in-words', questionId };
      // OpenClaw takes an answer by its place; a value that is not among the options would be taken as it is.
      const optionIndex = question?.optionValues?.indexOf(action.optionValue) ?? -1;
      return optionIndex < 0 ? undefined : { do: 'answer', questionId, optionIndex };
    }
    default:
      return undefined;
  }
}

function renderMenu({ placeholder, options }: MessagePresentationSelectBlock): {
  readonly controls: readonly RenderedControl[];
  readonly dropped: readonly string[];
} {
  const usable = options.flatMap(option => {
    const action = resolveMessagePresentationOptionAction(option);
    const meaning = action && meaningOf(action, undefined);
    return meaning ? [{ text: option.label, meaning }] : [];
  });
  const dropped = options.filter(option => !resolveMessagePresentationOptionAction(option)).map(({ label }) => label);
  const label = placeholder?.trim() || texts.menuLabel;
  return { controls: usable.length > 0 ? [{ kind: 'menu', label, options: usable }] : [], dropped };
}
