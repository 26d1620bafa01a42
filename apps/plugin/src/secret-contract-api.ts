// The host looks for this module by name at the plugin's root: without it, a SecretRef in `botToken` stays an object.
import { createSimpleChannelSecretContract } from 'openclaw/plugin-sdk/channel-secret-basic-runtime';

type Contract = ReturnType<typeof createSimpleChannelSecretContract>;

/**
 * Tells the host where secrets stand in the `channels.mattermost` section, so that a SecretRef is resolved before the
 * plugin sees it.
 */
export const channelSecrets: Contract = createSimpleChannelSecretContract({
  channelKey: 'mattermost',
  label: 'Mattermost',
  accountFields: ['botToken'],
  channelFields: ['botToken'],
  mode: 'account-inheritance',
});

/** The secret fields, as the host's registry wants them. */
export const secretTargetRegistryEntries: Contract['secretTargetRegistryEntries'] =
  channelSecrets.secretTargetRegistryEntries;

/** Finds the secrets that a configuration uses, and where their values go. */
export const collectRuntimeConfigAssignments: Contract['collectRuntimeConfigAssignments'] =
  channelSecrets.collectRuntimeConfigAssignments;
