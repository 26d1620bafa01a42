import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { createPluginRuntimeStore } from 'openclaw/plugin-sdk/runtime-store';

/** OpenClaw's runtime, which the plugin gets when it is registered. Every copy of the plugin's modules has the same. */
export const { setRuntime, getRuntime } = createPluginRuntimeStore<PluginRuntime>({
  pluginId: 'mattermost',
  errorMessage: 'The Mattermost plugin was called before OpenClaw has registered it.',
});
