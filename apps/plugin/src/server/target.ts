/** Where something is to be sent. */
export type Target = { readonly kind: 'user'; readonly id: string } | { readonly kind: 'channel'; readonly id: string };

/** Server ids are 26 letters and digits. */
const id = /^[a-z0-9]{26}$/;

/** Reads `user:<id>`, `mattermost:<id>` and `channel:<id>`; `undefined` for anything else. */
export function parseTarget(raw: string): Target | undefined {
  const match = /^(user|mattermost|channel|group):(.+)$/i.exec(raw.trim());
  const [, prefix, value = ''] = match ?? [];
  if (!prefix || !id.test(value)) return undefined;
  return { kind: /^(user|mattermost)$/i.test(prefix) ? 'user' : 'channel', id: value };
}

/** Writes a target the one way in which it is stored and compared. */
export function formatTarget({ kind, id }: Target): string {
  return `${kind}:${id}`;
}
