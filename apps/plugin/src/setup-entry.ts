import { defineSetupPluginEntry } from 'openclaw/plugin-sdk/channel-core';
import { mattermostPlugin } from './channel.ts';

/** What OpenClaw loads for set-up, and for status without a running gateway. */
const entry: { plugin: typeof mattermostPlugin } = defineSetupPluginEntry(mattermostPlugin);

export default entry;
