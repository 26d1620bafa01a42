import { toJsonSchema } from '@valibot/to-json-schema';
import { channelSchema } from '../src/config/schema.ts';

/** A part of a JSON Schema. */
type Json = { [key: string]: unknown };

/**
 * The JSON Schema by which the host checks the section before any code of the plugin runs: the form of every key. What
 * keys mean together is checked when an account starts, because a schema cannot know what an account inherits.
 */
export function buildJsonSchema(): Json {
  const { $schema: _, ...section } = toJsonSchema(channelSchema) as Json & {
    properties: Record<string, Json & { additionalProperties: Json }>;
  };
  const account = section.properties['accounts']?.additionalProperties;
  if (!account) throw new Error('The section has no accounts.');
  refusePlugins(account);
  refusePlugins(section);
  return section;
}

/**
 * Refuses paths that are plainly below `/plugins`. A pattern cannot decode a path, so `leadsToPlugins` finds the others
 * when an account starts. The cases in tests/cases/plugin-paths.json hold both.
 */
function refusePlugins(schema: Json): void {
  const properties = schema['properties'] as Record<string, { properties: Record<string, Json> }>;
  const refine = (section: string, key: string, pattern: string) => {
    Object.assign(properties[section]?.properties[key] ?? {}, { pattern });
  };
  refine('commands', 'callbackPath', `^(?!\\s*/*${plugins})`);
  refine('commands', 'callbackUrl', address);
  refine('interactions', 'callbackBaseUrl', address);
}

/** The word in any case: JSON Schema has no flags. */
const plugins = [...'plugins'].map(letter => `[${letter.toUpperCase()}${letter}]`).join('');
const address = `^https?://[^/]+(?!/+${plugins})(/.*)?$`;
