import type { Migration } from './legacy-streaming.ts';
import { fillIn, isRecord, type Section } from './records.ts';

/** Whether a section or an account still opts into private addresses in the older form. */
export function hasLegacyNetwork(entry: unknown): boolean {
  return isRecord(entry) && Object.hasOwn(entry, 'allowPrivateNetwork');
}

/** Brings `allowPrivateNetwork` into today's form; what is said in that form already wins. */
export function migrateNetwork(entry: Section, at: string): Migration {
  if (!hasLegacyNetwork(entry)) return { entry, changes: [] };
  const { allowPrivateNetwork, ...rest } = entry;
  const there = isRecord(rest['network']) ? rest['network'] : {};
  const network = fillIn(there, { dangerouslyAllowPrivateNetwork: allowPrivateNetwork });
  const value = String(network['dangerouslyAllowPrivateNetwork']);
  const moved = `Moved ${at}.allowPrivateNetwork → ${at}.network.dangerouslyAllowPrivateNetwork (${value}).`;
  return { entry: { ...rest, network }, changes: [moved] };
}
