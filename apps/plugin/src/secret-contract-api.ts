// OpenClaw loads this module by its name from the plugin's root. Without it, a SecretRef in `botToken` is not resolved.
import { createSimpleChannelSecretContract } from 'openclaw/plugin-sdk/channel-secret-basic-runtime';

type Contract = ReturnType<typeof createSimpleChannelSecretContract>;

/** Which settings of `channels.mattermost` are secrets: OpenClaw resolves a SecretRef there before it starts an account. */
export const channelSecrets: Contract = createSimpleChannelSecretContract({
  channelKey: 'mattermost',
  label: 'Mattermost',
  accountFields: ['botToken'],
  channelFields: ['botToken'],
  mode: 'account-inheritance',
});

/** The secret settings, in the form of OpenClaw's registry. */
export const secretTargetRegistryEntries: Contract['secretTargetRegistryEntries'] =
  channelSecrets.secretTargetRegistryEntries;

/** Finds the SecretRefs in a configuration, and the settings that get their values. */
export const collectRuntimeConfigAssignments: Contract['collectRuntimeConfigAssignments'] =
  channelSecrets.collectRuntimeConfigAssignments;
