import { DEFAULT_ACCOUNT_ID } from 'openclaw/plugin-sdk/account-id';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { defineChannelSetupContract } from 'openclaw/plugin-sdk/channel-setup';
import { createEnvPatchedAccountSetupAdapter } from 'openclaw/plugin-sdk/setup-runtime';
import type { ChannelConfig } from '../../config/schema.ts';
import { addressProblem, tidyAddress } from './address.ts';
import { setupFields } from './fields.ts';

/** The options of `openclaw channels add --channel mattermost`. */
interface SetupInput {
  readonly name?: string;
  readonly token?: string;
  readonly botToken?: string;
  readonly httpUrl?: string;
  readonly useEnv?: boolean;
}

const shared: Parameters<typeof createEnvPatchedAccountSetupAdapter>[0] = {
  channelKey: 'mattermost',
  defaultAccountOnlyEnvError: `MATTERMOST_BOT_TOKEN and MATTERMOST_URL count only for the account ${DEFAULT_ACCOUNT_ID}.`,
  missingCredentialError: 'Mattermost requires --bot-token and --http-url (or --use-env).',
  hasCredentials: input => {
    const { botToken, baseUrl } = read(input as SetupInput);
    return botToken !== undefined && baseUrl !== undefined;
  },
  validateInput: ({ input }) => {
    const { baseUrl } = read(input as SetupInput);
    return baseUrl === undefined ? null : (addressProblem(baseUrl, '--http-url') ?? null);
  },
  // With --use-env the patch is empty, so that token and address are read from the variables.
  buildPatch: input => ((input as SetupInput).useEnv ? {} : read(input as SetupInput)),
};

const inSection = createEnvPatchedAccountSetupAdapter(shared);
const inAccounts = createEnvPatchedAccountSetupAdapter({
  ...shared,
  alwaysUseAccounts: true,
  ensureChannelEnabled: true,
});

/** The settings in `accounts.default` override those in the section, so they are written there if it exists. */
function writer(cfg: OpenClawConfig): typeof inSection {
  const { accounts = {} } = (cfg.channels?.['mattermost'] ?? {}) as Pick<ChannelConfig, 'accounts'>;
  return Object.hasOwn(accounts, DEFAULT_ACCOUNT_ID) ? inAccounts : inSection;
}

/** How `openclaw channels add` writes the settings of an account. */
export const setupContract: ReturnType<typeof defineChannelSetupContract> = defineChannelSetupContract({
  fields: setupFields,
  adapter: {
    ...inSection,
    applyAccountName: params => writer(params.cfg).applyAccountName?.(params) ?? params.cfg,
    applyAccountConfig: params => writer(params.cfg).applyAccountConfig(params),
    // When a second account is added, the settings of the first move from the section into `accounts`.
    singleAccountKeysToMove: ['botToken', 'baseUrl'],
    namedAccountPromotionKeys: ['botToken', 'baseUrl'],
  },
});

/** The settings in the options, the address without what people copy with it. */
function read({ token, botToken, httpUrl }: SetupInput): { botToken?: string; baseUrl?: string } {
  const secret = botToken?.trim() || token?.trim();
  const baseUrl = httpUrl && tidyAddress(httpUrl);
  return { ...(secret && { botToken: secret }), ...(baseUrl && { baseUrl }) };
}
