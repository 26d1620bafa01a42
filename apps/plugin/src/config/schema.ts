import * as v from 'valibot';

/** A reference to a secret that the host resolves before the plugin starts. */
const secretRef = v.strictObject({
  source: v.picklist(['env', 'store', 'file', 'exec']),
  provider: v.string(),
  id: v.string(),
});

const allowList = v.array(v.union([v.string(), v.number()]));

const accountEntries = {
  enabled: v.optional(v.boolean()),
  name: v.optional(v.string()),
  botToken: v.optional(v.union([v.string(), secretRef])),
  baseUrl: v.optional(v.string()),
  dmPolicy: v.optional(v.picklist(['pairing', 'allowlist', 'open', 'disabled'])),
  allowFrom: v.optional(allowList),
  groupPolicy: v.optional(v.picklist(['allowlist', 'open', 'disabled'])),
  groupAllowFrom: v.optional(allowList),
  network: v.optional(v.strictObject({ dangerouslyAllowPrivateNetwork: v.optional(v.boolean()) })),
};

/** What one account, or the section as a whole, may say. */
const accountSchema = v.strictObject(accountEntries);

/** The `channels.mattermost` section. */
export const channelSchema = v.strictObject({
  ...accountEntries,
  defaultAccount: v.optional(v.string()),
  accounts: v.optional(v.record(v.string(), accountSchema)),
});

/** One account's settings, as written. */
export type AccountConfig = v.InferOutput<typeof accountSchema>;
