import * as v from 'valibot';
import { setting } from './setting.ts';
import { access } from './settings/access.ts';
import { activation } from './settings/activation.ts';
import { answers } from './settings/answers.ts';
import { calls } from './settings/calls.ts';
import { catchUp, connection } from './settings/connection.ts';

const accountEntries = { ...connection, ...access, ...activation, ...answers, ...calls, ...catchUp };

/** What one account, or the section as a whole, may say. */
export const accountSchema = v.strictObject(accountEntries);

/** The `channels.mattermost` section: the one source of its types, its checks, its manifest and its documentation. */
export const channelSchema = v.strictObject({
  ...accountEntries,
  accounts: v.optional(v.record(v.string(), accountSchema)),
  defaultAccount: setting(v.string(), {
    label: 'Default account',
    help: 'The account that is meant when none is named. Only in the section itself.',
    byDefault: '`default`, or the first',
    advanced: true,
  }),
});

/** One account's settings, as written. */
export type AccountConfig = v.InferOutput<typeof accountSchema>;

/** The section, as written. */
export type ChannelConfig = v.InferOutput<typeof channelSchema>;

/** What may be said about one channel. */
export type GroupConfig = NonNullable<AccountConfig['groups']>[string];

/** The channel's id, and so its place in the configuration. */
export const sectionPath = 'channels.mattermost';
