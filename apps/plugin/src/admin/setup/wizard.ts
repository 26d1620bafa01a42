import { DEFAULT_ACCOUNT_ID } from 'openclaw/plugin-sdk/account-id';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import type { ChannelSetupWizard } from 'openclaw/plugin-sdk/channel-setup';
import { applySetupAccountConfigPatch, setSetupChannelEnabled } from 'openclaw/plugin-sdk/setup';
import { isConfigured, resolveAccount } from '../../config/accounts.ts';
import { addressProblem, tidyAddress } from './address.ts';

interface Place {
  readonly cfg: OpenClawConfig;
  readonly accountId: string;
}

function write({ cfg, accountId }: Place, patch: Record<string, unknown>): OpenClawConfig {
  return applySetupAccountConfigPatch({ cfg, channelKey: 'mattermost', accountId, patch });
}

function fromEnv({ accountId }: Place, name: string): string | undefined {
  return accountId === DEFAULT_ACCOUNT_ID ? process.env[name]?.trim() || undefined : undefined;
}

function isPartlyConfigured({ cfg, accountId }: Place): boolean {
  const { botToken, baseUrl } = resolveAccount(cfg, accountId).config;
  return botToken !== undefined || Boolean(baseUrl?.trim());
}

/** The questions of `openclaw onboard`, and of `openclaw channels add` without options. */
export const setupWizard: ChannelSetupWizard = {
  channel: 'mattermost',
  status: {
    configuredLabel: 'configured',
    unconfiguredLabel: 'needs token and address',
    resolveConfigured: ({ cfg, accountId }) => isConfigured(resolveAccount(cfg, accountId)),
  },
  introNote: {
    title: 'Mattermost bot',
    lines: [
      'In Mattermost: Integrations → Bot Accounts → Add Bot Account, and copy its access token.',
      'Then add the bot to the teams and channels in which it should answer.',
      'People who write to it get a pairing code, and see their user id: that is what allowFrom lists.',
    ],
    shouldShow: ({ cfg, accountId }) => !isConfigured(resolveAccount(cfg, accountId)),
  },
  envShortcut: {
    prompt: 'MATTERMOST_BOT_TOKEN and MATTERMOST_URL are set. Use them?',
    preferredEnvVar: 'MATTERMOST_BOT_TOKEN',
    // What is configured would count before the variables: the account would have the token of one and the address of the other.
    isAvailable: place =>
      !isPartlyConfigured(place) &&
      ['MATTERMOST_BOT_TOKEN', 'MATTERMOST_URL'].every(name => fromEnv(place, name) !== undefined),
    apply: place => write(place, {}),
  },
  credentials: [
    {
      inputKey: 'botToken',
      providerHint: 'mattermost',
      credentialLabel: 'bot token',
      preferredEnvVar: 'MATTERMOST_BOT_TOKEN',
      envPrompt: 'MATTERMOST_BOT_TOKEN is set. Use it?',
      keepPrompt: 'Keep the bot token?',
      inputPrompt: 'Bot token',
      allowEnv: ({ accountId }) => accountId === DEFAULT_ACCOUNT_ID,
      inspect: place => {
        const account = resolveAccount(place.cfg, place.accountId);
        const envValue = fromEnv(place, 'MATTERMOST_BOT_TOKEN');
        return {
          accountConfigured: isConfigured(account),
          hasConfiguredValue: account.config.botToken !== undefined,
          ...(account.botToken && { resolvedValue: account.botToken }),
          ...(envValue && { envValue }),
        };
      },
      applyUseEnv: place => write(place, {}),
      applySet: ({ value, ...place }) => write(place, { botToken: value }),
    },
  ],
  textInputs: [
    {
      inputKey: 'httpUrl',
      message: 'Server address',
      placeholder: 'https://chat.example.com',
      confirmCurrentValue: true,
      currentValue: ({ cfg, accountId }) => resolveAccount(cfg, accountId).baseUrl,
      validate: ({ value }) => addressProblem(value, 'The address'),
      normalizeValue: ({ value }) => tidyAddress(value),
      applySet: ({ value, ...place }) => write(place, { baseUrl: value }),
    },
  ],
  disable: cfg => setSetupChannelEnabled(cfg, 'mattermost', false),
};
