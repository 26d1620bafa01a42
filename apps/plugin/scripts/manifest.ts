import { rootCommand } from '../src/cli/commands.ts';
import { buildUiHints } from '../src/config/ui-hints.ts';
import { buildJsonSchema } from './json-schema.ts';

/** The plugin's manifest, as the host reads it. */
export function buildManifest(): object {
  return {
    id: 'mattermost',
    name: 'Mattermost',
    description: 'Mattermost channel: no message lost, none answered twice, and a reason for every silence.',
    channels: ['mattermost'],
    cliCommands: [rootCommand],
    channelEnvVars: { mattermost: ['MATTERMOST_BOT_TOKEN', 'MATTERMOST_URL'] },
    configSchema: { type: 'object', additionalProperties: false, properties: {} },
    channelConfigs: {
      mattermost: {
        schema: buildJsonSchema(),
        uiHints: buildUiHints(),
        label: 'Mattermost',
        description: 'Self-hosted team chat; bot token and websocket.',
      },
    },
    // The empty list says that there is no data to migrate. Without it, a host that finds the configuration before the plugin
    // is installed waits for a migration for ever, warns at every start and no longer checks the settings.
    doctorContract: { configRepair: true, stateMigrations: [] },
  };
}
