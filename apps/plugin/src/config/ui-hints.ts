import { listSettings } from './list-settings.ts';

/** How the host's settings pages present one key. */
export interface UiHint {
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
  readonly sensitive?: true;
  readonly advanced?: true;
}

/** How the host's settings pages present the keys of the section, and of accounts. */
export function buildUiHints(): Record<string, UiHint> {
  const hints = listSettings().map(({ path, about }): [string, UiHint] => {
    const key = path.replace('<id>', '*');
    const { label, help, placeholder } = about;
    return [
      key,
      {
        label,
        help: about.later ? `${help} Accepted; not yet acted on.` : help,
        ...(placeholder && { placeholder }),
        ...(about.sensitive && { sensitive: true }),
        ...(about.advanced && { advanced: true }),
      },
    ];
  });
  const ofAccounts = hints
    .filter(([key]) => key !== 'defaultAccount')
    .map(([key, hint]): [string, UiHint] => [`accounts.*.${key}`, hint]);
  return { '': { label: 'Mattermost' }, ...Object.fromEntries([...hints, ...ofAccounts]) };
}
