import type { ButtonStyle } from './attachments.ts';

const known: Readonly<Record<string, ButtonStyle>> = {
  default: 'default',
  primary: 'primary',
  success: 'success',
  good: 'good',
  warning: 'warning',
  danger: 'danger',
  secondary: 'default',
};

/** The style nearest to what was asked for; what Mattermost does not know looks like any other button. */
export function toStyle(style: string | undefined): ButtonStyle | undefined {
  if (style === undefined) return undefined;
  return Object.hasOwn(known, style) ? known[style] : 'default';
}
