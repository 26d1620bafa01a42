import * as v from 'valibot';
import { setting } from './setting.ts';
import { access } from './settings/access.ts';
import { activation } from './settings/activation.ts';
import { answers } from './settings/answers.ts';
import { calls } from './settings/calls.ts';
import { catchUp, connection } from './settings/connection.ts';

const accountEntries = { ...connection, ...access, ...activation, ...answers, ...calls, ...catchUp };

/** The keys of one account, which the section has too. */
export const accountSchema = v.strictObject(accountEntries);

/** The `channels.mattermost` section. Its types, checks, manifest and documentation are made from this schema. */
export const channelSchema = v.strictObject({
  ...accountEntries,
  accounts: v.optional(v.record(v.string(), accountSchema)),
  defaultAccount: setting(v.string(), {
    label: 'Default account',
    help: 'The account that counts when none is named. Only in the section itself.',
    byDefault: '`default`, or the first',
    advanced: true,
  }),
});

/** The settings of one account, as written. */
export type AccountConfig = v.InferOutput<typeof accountSchema>;

/** The section, as written. */
export type ChannelConfig = v.InferOutput<typeof channelSchema>;

/** Which actions the message tool has, as written. */
export type ActionsConfig = NonNullable<AccountConfig['actions']>;

/** The settings of one channel, as written. */
export type GroupConfig = NonNullable<AccountConfig['groups']>[string];

/** The path of the section in the configuration. */
export const sectionPath = 'channels.mattermost';
