import { DEFAULT_ACCOUNT_ID } from 'openclaw/plugin-sdk/account-id';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { defineChannelSetupContract } from 'openclaw/plugin-sdk/channel-setup';
import { createEnvPatchedAccountSetupAdapter } from 'openclaw/plugin-sdk/setup-runtime';
import type { ChannelConfig } from '../../config/schema.ts';
import { addressProblem, tidyAddress } from './address.ts';
import { setupFields } from './fields.ts';

/** What was typed after `openclaw channels add --channel mattermost`. */
interface SetupInput {
  readonly name?: string;
  readonly token?: string;
  readonly botToken?: string;
  readonly httpUrl?: string;
  readonly useEnv?: boolean;
}

const shared: Parameters<typeof createEnvPatchedAccountSetupAdapter>[0] = {
  channelKey: 'mattermost',
  defaultAccountOnlyEnvError: `MATTERMOST_BOT_TOKEN and MATTERMOST_URL count for the account ${DEFAULT_ACCOUNT_ID} alone.`,
  missingCredentialError: 'Mattermost requires --bot-token and --http-url (or --use-env).',
  hasCredentials: input => {
    const { botToken, baseUrl } = read(input as SetupInput);
    return botToken !== undefined && baseUrl !== undefined;
  },
  validateInput: ({ input }) => {
    const { baseUrl } = read(input as SetupInput);
    return baseUrl === undefined ? null : (addressProblem(baseUrl, '--http-url') ?? null);
  },
  // With the environment nothing is written but that the channel is on: the variables stay the source.
  buildPatch: input => ((input as SetupInput).useEnv ? {} : read(input as SetupInput)),
};

const inSection = createEnvPatchedAccountSetupAdapter(shared);
const inAccounts = createEnvPatchedAccountSetupAdapter({
  ...shared,
  alwaysUseAccounts: true,
  ensureChannelEnabled: true,
});

/** Where `accounts.default` exists, it would win over anything that is written into the section. */
function writer(cfg: OpenClawConfig): typeof inSection {
  const { accounts = {} } = (cfg.channels?.['mattermost'] ?? {}) as Pick<ChannelConfig, 'accounts'>;
  return Object.hasOwn(accounts, DEFAULT_ACCOUNT_ID) ? inAccounts : inSection;
}

/** What `openclaw channels add` and the guided set-up write for an account. */
export const setupContract: ReturnType<typeof defineChannelSetupContract> = defineChannelSetupContract({
  fields: setupFields,
  adapter: {
    ...inSection,
    applyAccountName: params => writer(params.cfg).applyAccountName?.(params) ?? params.cfg,
    applyAccountConfig: params => writer(params.cfg).applyAccountConfig(params),
    // An only account may stand in the section itself; beside a named one it has to be named too.
    singleAccountKeysToMove: ['botToken', 'baseUrl'],
    namedAccountPromotionKeys: ['botToken', 'baseUrl'],
  },
});

/** The settings that the input stands for, an address as the server writes it. */
function read({ token, botToken, httpUrl }: SetupInput): { botToken?: string; baseUrl?: string } {
  const secret = botToken?.trim() || token?.trim();
  const baseUrl = httpUrl && tidyAddress(httpUrl);
  return { ...(secret && { botToken: secret }), ...(baseUrl && { baseUrl }) };
}
