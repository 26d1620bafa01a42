import { isRecord } from '../../config/check.ts';
import { fillIn, type Section } from './sections.ts';

/** Older keys next to `streaming`, with their new paths inside it. */
const flatKeys = {
  chunkMode: ['chunkMode'],
  blockStreaming: ['block', 'enabled'],
  blockStreamingCoalesce: ['block', 'coalesce'],
};

/** A section or an account with its older keys moved. */
export interface Migration {
  readonly entry: Section;
  /** One sentence for each key that was moved. */
  readonly changes: readonly string[];
}

/** Whether a section or an account has older keys for streaming. */
export function hasLegacyStreaming(entry: unknown): boolean {
  if (!isRecord(entry)) return false;
  if (typeof entry['streaming'] === 'string' || typeof entry['streaming'] === 'boolean') return true;
  return ['streamMode', ...Object.keys(flatKeys)].some(key => Object.hasOwn(entry, key));
}

/** Moves the older keys of one section or account into `streaming`. A new key that is set already is kept. */
export function migrateStreaming(entry: Section, at: string): Migration {
  if (!hasLegacyStreaming(entry)) return { entry, changes: [] };
  const changes: string[] = [];
  const { streaming, streamMode, ...others } = entry;
  const rest: { [key: string]: unknown } = others;
  let next: Section = isRecord(streaming) ? streaming : {};
  const mode = modeOf(streaming) ?? modeOf(streamMode);
  if (mode !== undefined) {
    next = fillIn(next, { mode });
    const from = isRecord(streaming) || streaming === undefined ? 'streamMode' : 'streaming';
    changes.push(`Moved ${at}.${from} → ${at}.streaming.mode (${String(next['mode'])}).`);
  }
  for (const [key, path] of Object.entries(flatKeys)) {
    if (!Object.hasOwn(rest, key)) continue;
    next = fillIn(next, nest(path, rest[key]));
    delete rest[key];
    changes.push(`Moved ${at}.${key} → ${at}.streaming.${path.join('.')}.`);
  }
  return { entry: { ...rest, streaming: next }, changes };
}

/**
 * What an account inherits from the section through older keys. It must be copied into the account: an account inherited
 * the older keys one by one, but its `streaming` object replaces the section's as a whole.
 */
export function inheritedStreaming(section: Section, account: Section): Section {
  if (account['streaming'] === undefined) {
    const { entry } = migrateStreaming(section, '');
    return isRecord(entry['streaming']) ? entry['streaming'] : {};
  }
  const flat = Object.entries(flatKeys).filter(([key]) => Object.hasOwn(section, key));
  return flat.reduce<Section>((all, [key, path]) => fillIn(all, nest(path, section[key])), {});
}

/** The mode that an older value means; an unknown text means the default. */
function modeOf(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'partial' : 'off';
  if (typeof value !== 'string') return undefined;
  const mode = value.trim().toLowerCase();
  return ['off', 'partial', 'block', 'progress'].includes(mode) ? mode : 'partial';
}

function nest(path: readonly string[], value: unknown): Section {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value) as Section;
}
