import * as v from 'valibot';
import { setting } from '../setting.ts';
import { allowList } from './forms.ts';

/** Who may talk to the bot. */
export const access = {
  dmPolicy: setting(v.picklist(['pairing', 'allowlist', 'open', 'disabled']), {
    label: 'Direct messages',
    help:
      'Who may write to the bot: with `pairing` strangers get a code that an administrator approves, with `allowlist` ' +
      'only those in `allowFrom`, with `open` everybody, provided that `allowFrom` contains `"*"`; with `disabled` nobody.',
    byDefault: '`"pairing"`',
  }),
  allowFrom: setting(allowList, {
    label: 'Allowed people',
    help:
      'User ids, with or without `user:` or `mattermost:`; `accessGroup:<name>`; `"*"` for everybody; `@name` only with ' +
      '`dangerouslyAllowNameMatching`.',
    byDefault: 'nobody',
  }),
  groupPolicy: setting(v.picklist(['open', 'disabled', 'allowlist']), {
    label: 'Channels',
    help: 'Who is answered in channels and group messages.',
    byDefault: '`channels.defaults.groupPolicy`, then `"allowlist"`',
  }),
  groupAllowFrom: setting(allowList, {
    label: 'Allowed people in channels',
    help: 'The same as `allowFrom`, for channels and group messages. An approved pairing never counts here.',
    byDefault: '`allowFrom`',
  }),
  dangerouslyAllowNameMatching: setting(v.boolean(), {
    label: 'Match names',
    help: 'Lets lists name people by `@username`. A username can pass to somebody else.',
    byDefault: '`false`',
    advanced: true,
  }),
  allowBots: setting(v.union([v.picklist(['off', 'mentions', 'all']), v.boolean()]), {
    label: 'Other bots',
    help:
      'Whether other bots wake the bot: never, when they mention it, or as people do. They must be on the lists like ' +
      'people. `false` and `true` stand for `"off"` and `"all"`. How often in a row: `channels.defaults.botLoopProtection`.',
    byDefault: '`"off"`',
    advanced: true,
  }),
  allowWebhooks: setting(v.boolean(), {
    label: 'Incoming webhooks',
    help: 'Whether posts of incoming webhooks wake the bot. In lists they are `webhook:<name>`.',
    byDefault: '`false`',
    advanced: true,
  }),
  contextVisibility: setting(v.picklist(['all', 'allowlist', 'allowlist_quote']), {
    label: 'Context from others',
    help: 'Whose earlier messages the agent is shown.',
    byDefault: 'what the host says',
    advanced: true,
    later: true,
  }),
  configWrites: setting(v.boolean(), {
    label: 'Settings by chat',
    help: 'Whether commands in the chat may change the configuration.',
    byDefault: '`true`',
    advanced: true,
    readByHost: true,
  }),
};
