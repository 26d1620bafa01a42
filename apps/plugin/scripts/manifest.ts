import { toJsonSchema } from '@valibot/to-json-schema';
import { channelSchema } from '../src/config/schema.ts';
import { uiHints } from '../src/config/ui-hints.ts';

/** The plugin's manifest, as the host reads it. */
export function buildManifest(): object {
  const { $schema: _, ...schema } = toJsonSchema(channelSchema);
  return {
    id: 'mattermost',
    name: 'Mattermost',
    description: 'Mattermost channel: no message lost, none answered twice, and a reason for every silence.',
    channels: ['mattermost'],
    channelEnvVars: { mattermost: ['MATTERMOST_BOT_TOKEN', 'MATTERMOST_URL'] },
    configSchema: { type: 'object', additionalProperties: false, properties: {} },
    channelConfigs: { mattermost: { schema, uiHints } },
  };
}
