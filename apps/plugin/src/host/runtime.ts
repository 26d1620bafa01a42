import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { createPluginRuntimeStore } from 'openclaw/plugin-sdk/runtime-store';

/** What the host gives the plugin when it registers it; the same in every copy of the modules that the host loads. */
export const { setRuntime, getRuntime } = createPluginRuntimeStore<PluginRuntime>({
  pluginId: 'mattermost',
  errorMessage: 'The Mattermost plugin is used before the host has registered it.',
});
