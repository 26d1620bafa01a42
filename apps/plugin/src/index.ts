import { defineChannelPluginEntry } from 'openclaw/plugin-sdk/channel-core';
import { registerCallbacks } from './callbacks/register.ts';
import { mattermostPlugin } from './channel.ts';
import { registerCommands } from './cli/commands.ts';
import { setRuntime } from './host/runtime.ts';

type Entry = ReturnType<typeof defineChannelPluginEntry<typeof mattermostPlugin>>;

/** What OpenClaw loads. Nothing happens at import, because OpenClaw imports it several times. */
const entry: Entry = defineChannelPluginEntry({
  id: 'mattermost',
  name: 'Mattermost',
  description: 'Mattermost channel: no message lost, none answered twice, and a reason for every silence.',
  plugin: mattermostPlugin,
  setRuntime,
  registerCliMetadata: registerCommands,
  registerFull: registerCallbacks,
});

export default entry;
