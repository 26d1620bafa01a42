import { fillIn, isRecord, type Section } from './records.ts';

/** Keys that used to stand beside `streaming` and now stand inside it. */
const flatKeys = {
  chunkMode: ['chunkMode'],
  blockStreaming: ['block', 'enabled'],
  blockStreamingCoalesce: ['block', 'coalesce'],
};

/** What brought older keys into today's form, and how. */
export interface Migration {
  readonly entry: Section;
  readonly changes: readonly string[];
}

/** Whether a section or an account still says in an older form how answers are streamed. */
export function hasLegacyStreaming(entry: unknown): boolean {
  if (!isRecord(entry)) return false;
  if (typeof entry['streaming'] === 'string' || typeof entry['streaming'] === 'boolean') return true;
  return ['streamMode', ...Object.keys(flatKeys)].some(key => Object.hasOwn(entry, key));
}

/** Brings one section or account into today's form; what is said in that form already wins. */
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
 * What an account would lose: its `streaming` replaces the section's as a whole, while the older keys were inherited one
 * by one.
 */
export function inheritedStreaming(section: Section, account: Section): Section {
  if (account['streaming'] === undefined) {
    const { entry } = migrateStreaming(section, '');
    return isRecord(entry['streaming']) ? entry['streaming'] : {};
  }
  const flat = Object.entries(flatKeys).filter(([key]) => Object.hasOwn(section, key));
  return flat.reduce<Section>((all, [key, path]) => fillIn(all, nest(path, section[key])), {});
}

/** The mode that an older value stood for; anything that is no mode stood for the default. */
function modeOf(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'partial' : 'off';
  if (typeof value !== 'string') return undefined;
  const mode = value.trim().toLowerCase();
  return ['off', 'partial', 'block', 'progress'].includes(mode) ? mode : 'partial';
}

function nest(path: readonly string[], value: unknown): Section {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value) as Section;
}
