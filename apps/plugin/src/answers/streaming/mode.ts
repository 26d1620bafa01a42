import type { AccountConfig } from '../../config/schema.ts';

/** What people see while an answer is written. */
export type PreviewMode = NonNullable<NonNullable<AccountConfig['streaming']>['mode']>;

/**
 * The mode that counts. Where another plugin may change or stop what is sent, nothing of an answer is shown before that:
 * only the progress lines of the mode `progress` remain.
 */
export function previewMode({ streaming }: Pick<AccountConfig, 'streaming'>, areAnswersChecked: boolean): PreviewMode {
  const mode = streaming?.mode ?? 'partial';
  return areAnswersChecked && mode !== 'progress' ? 'off' : mode;
}
