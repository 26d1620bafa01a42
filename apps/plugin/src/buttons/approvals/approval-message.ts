import type { RenderedControl } from '../../answers/controls/render-presentation.ts';
import { texts } from '../../texts.ts';

/** A request of an agent, as OpenClaw describes it, that waits for a decision. */
export interface PendingApproval {
  readonly approvalId: string;
  readonly approvalKind: string;
  readonly title: string;
  readonly description?: string | null;
  readonly warningText?: string | null;
  readonly commandText?: string | null;
  readonly metadata: readonly { readonly label: string; readonly value: string }[];
  readonly actions: readonly {
    readonly label: string;
    readonly decision: 'allow-once' | 'allow-always' | 'deny';
    readonly style: string;
    readonly command: string;
  }[];
  readonly expiresAtMs: number;
}

/** A message with buttons, before they have tickets. */
export interface ApprovalMessage {
  readonly text: string;
  readonly controls: readonly RenderedControl[];
}

/**
 * The message in which people decide about a request. It names the command for those who cannot click: with a mention, because
 * Mattermost's own clients do not send a message that begins with an unknown command.
 */
export function approvalMessage(approval: PendingApproval, botName: string, now: number): ApprovalMessage {
  const { approvalId, approvalKind, title, description, warningText, commandText, metadata, actions } = approval;
  const facts = metadata.map(({ label, value }) => `- ${label}: ${value}`).join('\n');
  const minutes = Math.max(1, Math.round((approval.expiresAtMs - now) / 60_000));
  const commands = actions.map(({ command }) => `\`@${botName} ${command}\``);
  const parts = [
    `**${title}**`,
    description ?? '',
    warningText ?? '',
    commandText ? fenced(commandText) : '',
    facts,
    texts.decideBy(minutes, commands),
  ];
  return {
    text: parts.filter(part => part.trim() !== '').join('\n\n'),
    controls: actions.map(({ label, decision, style }) => ({
      kind: 'button',
      label,
      meaning: { do: 'decide', approvalId, approvalKind, decision },
      style: style === 'secondary' ? 'default' : style,
    })),
  };
}

/** A code block whose fence is longer than every fence in it. */
function fenced(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${code}\n${fence}`;
}

/** The line that takes the place of the buttons after a decision. */
export function decisionLine(decision: string, by: string | undefined): string {
  return texts.decided(decision, by);
}
