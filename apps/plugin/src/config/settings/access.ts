import * as v from 'valibot';
import { setting } from '../setting.ts';
import { allowList } from './forms.ts';

/** Who may talk to the bot. */
export const access = {
  dmPolicy: setting(v.picklist(['pairing', 'allowlist', 'open', 'disabled']), {
    label: 'Direct messages',
    help:
      'Who may write direct messages to the bot. `pairing`: strangers get a code, which an administrator approves. ' +
      '`allowlist`: the people in `allowFrom`. `open`: everyone; `allowFrom` must then contain `"*"`. `disabled`: nobody.',
    byDefault: '`"pairing"`',
  }),
  allowFrom: setting(allowList, {
    label: 'Allowed people',
    help:
      'User ids, with or without `user:` or `mattermost:`; `accessGroup:<name>`; `"*"` for everyone; `@name` only with ' +
      '`dangerouslyAllowNameMatching`. `openclaw directory peers list --channel mattermost --query <name>` shows the id of a ' +
      'person, and so does the message with which the bot answers a stranger.',
    byDefault: 'nobody',
  }),
  groupPolicy: setting(v.picklist(['open', 'disabled', 'allowlist']), {
    label: 'Channels',
    help: 'Which people the bot answers in channels and group messages.',
    byDefault: '`channels.defaults.groupPolicy`, then `"allowlist"`',
  }),
  groupAllowFrom: setting(allowList, {
    label: 'Allowed people in channels',
    help: 'The same as `allowFrom`, for channels and group messages. An approved pairing never counts here.',
    byDefault: '`allowFrom`',
  }),
  dangerouslyAllowNameMatching: setting(v.boolean(), {
    label: 'Match names',
    help: 'Whether lists may contain `@username`. A username can be given to another person.',
    byDefault: '`false`',
    advanced: true,
  }),
  allowBots: setting(v.union([v.picklist(['off', 'mentions', 'all']), v.boolean()]), {
    label: 'Other bots',
    help:
      'Whether other bots wake the bot: never, when they mention it, or in the same way as people. Other bots must be on ' +
      'the lists too. `false` means `"off"`, `true` means `"all"`. `channels.defaults.botLoopProtection` limits how often.',
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
    help:
      'From whom the agent sees earlier messages: `all`; with `allowlist` only from those who may talk to the bot there; ' +
      '`allowlist_quote` adds the first message of a thread, from everyone.',
    byDefault: '`channels.defaults.contextVisibility`, then `"all"`',
    advanced: true,
  }),
  configWrites: setting(v.boolean(), {
    label: 'Settings by chat',
    help: 'Whether commands in the chat may change the configuration.',
    byDefault: '`true`',
    advanced: true,
    readByHost: true,
  }),
};
