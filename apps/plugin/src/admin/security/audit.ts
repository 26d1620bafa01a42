import type { ChannelPlugin } from 'openclaw/plugin-sdk/channel-core';
import { createRestrictSendersChannelSecurity } from 'openclaw/plugin-sdk/channel-policy';
import { type MattermostAccount, settingPath } from '../../config/accounts.ts';
import { isStableEntry, normalizeAllowEntry } from '../../config/allow-from.ts';
import { sectionPath } from '../../config/schema.ts';

type Security = NonNullable<ChannelPlugin<MattermostAccount>['security']>;

/** OpenClaw's checks for channels; their findings name the paths that are passed here. */
const sharedChecks = (
  groupPolicyPath = `${sectionPath}.groupPolicy`,
  groupAllowFromPath = `${sectionPath}.groupAllowFrom`,
): Security =>
  createRestrictSendersChannelSecurity<MattermostAccount>({
    channelKey: 'mattermost',
    surface: 'Mattermost channels',
    openScope: 'any member',
    findingTitle: 'Mattermost security warning',
    groupPolicyPath,
    groupAllowFromPath,
    policyPathSuffix: 'dmPolicy',
    mentionGated: true,
    resolveDmPolicy: account => account.config.dmPolicy,
    resolveDmAllowFrom: account => account.config.allowFrom,
    resolveGroupPolicy: account => account.config.groupPolicy,
    defaultDmPolicy: 'pairing',
    normalizeDmEntry: normalizeAllowEntry,
    classifyEntryAuthentication: entry => (isStableEntry(entry) ? 'verified' : 'mutable'),
  });

/** The findings of `openclaw security audit`. OpenClaw itself reports `dangerouslyAllowNameMatching`. */
export const security: Security = {
  ...sharedChecks(),
  async collectWarnings(context) {
    const at = (key: string) => settingPath(context.cfg, context.account.accountId, key);
    const { collectWarnings } = sharedChecks(at('groupPolicy'), at('groupAllowFrom'));
    return [...((await collectWarnings?.(context)) ?? []), ...webhooks(context)];
  },
};

type Context = Parameters<NonNullable<Security['collectWarnings']>>[0];
type Finding = Exclude<Awaited<ReturnType<NonNullable<Security['collectWarnings']>>>[number], string>;

function webhooks({ cfg, account }: Context): Finding[] {
  if (account.config.allowWebhooks !== true) return [];
  return [
    {
      checkId: 'channels.mattermost.webhooks',
      severity: 'warn',
      title: 'Mattermost webhooks wake the bot',
      detail: `${settingPath(cfg, account.accountId, 'allowWebhooks')} is on: anyone who knows the address of a webhook can write to the bot as that webhook.`,
      remediation:
        'Switch allowWebhooks off, or list the webhooks that may wake the bot (webhook:<title>) and keep their addresses secret.',
    },
  ];
}
