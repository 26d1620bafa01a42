import { listSettings } from './list-settings.ts';

/** How OpenClaw's settings pages show one key. */
export interface UiHint {
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
  readonly sensitive?: true;
  readonly advanced?: true;
}

/** Builds the hints for OpenClaw's settings pages, for the keys of the section and of accounts. */
export function buildUiHints(): Record<string, UiHint> {
  const hints = listSettings().map(({ path, about }): [string, UiHint] => {
    const key = path.replace('<id>', '*');
    const { label, help, placeholder } = about;
    return [
      key,
      {
        label,
        help: about.later ? `${help} Accepted; it has no effect yet.` : help,
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
