import { isRecord } from '../../config/check.ts';
import type { Migration } from './legacy-streaming.ts';
import { fillIn, type Section } from './sections.ts';

/** Whether a section or an account has the older key for private addresses. */
export function hasLegacyNetwork(entry: unknown): boolean {
  return isRecord(entry) && Object.hasOwn(entry, 'allowPrivateNetwork');
}

/** Moves `allowPrivateNetwork` to its new key, unless that is set already. */
export function migrateNetwork(entry: Section, at: string): Migration {
  if (!hasLegacyNetwork(entry)) return { entry, changes: [] };
  const { allowPrivateNetwork, ...rest } = entry;
  const current = isRecord(rest['network']) ? rest['network'] : {};
  const network = fillIn(current, { dangerouslyAllowPrivateNetwork: allowPrivateNetwork });
  const value = String(network['dangerouslyAllowPrivateNetwork']);
  const moved = `Moved ${at}.allowPrivateNetwork → ${at}.network.dangerouslyAllowPrivateNetwork (${value}).`;
  return { entry: { ...rest, network }, changes: [moved] };
}
