import * as v from 'valibot';
import { setting } from '../setting.ts';
import { switchOrAuto } from './forms.ts';

/** What the agent may do, and how Mattermost calls the gateway for slash commands and clicks. */
export const calls = {
  actions: v.optional(
    v.strictObject({
      messages: setting(v.boolean(), {
        label: 'Read messages',
        help: 'Whether the agent may read earlier messages with its message tool.',
        byDefault: '`false`',
        later: true,
      }),
      reactions: setting(v.boolean(), {
        label: 'React',
        help: 'Whether the agent may add and remove reactions.',
        byDefault: '`true`',
        later: true,
      }),
    }),
  ),
  commands: v.optional(
    v.strictObject({
      native: setting(switchOrAuto, {
        label: 'Slash commands',
        help: 'Whether `/oc_…` commands are registered with the server.',
        byDefault: '`"auto"`, which is off',
        later: true,
      }),
      nativeSkills: setting(switchOrAuto, {
        label: 'Slash commands of skills',
        help: 'Whether skills get slash commands too.',
        byDefault: '`"auto"`, which is off',
        later: true,
      }),
      callbackPath: setting(v.string(), {
        label: 'Path of slash commands',
        help: 'Which path of the gateway the server calls for slash commands. It must not begin with `/plugins`.',
        byDefault: '`"/api/channels/mattermost/command"`',
        advanced: true,
        later: true,
      }),
      callbackUrl: setting(v.string(), {
        label: 'Address of slash commands',
        help: 'The same as a complete address, when the server reaches the gateway at another one.',
        byDefault: 'derived from `gateway.customBindHost`, `gateway.port` and `commands.callbackPath`',
        advanced: true,
        later: true,
      }),
    }),
  ),
  interactions: v.optional(
    v.strictObject({
      callbackBaseUrl: setting(v.string(), {
        label: 'Address of the gateway',
        help: 'At which address the server reaches the gateway for clicks on buttons.',
        byDefault: 'derived from `gateway.customBindHost` and `gateway.port`',
        advanced: true,
      }),
      allowedSourceIps: setting(v.array(v.string()), {
        label: 'Addresses of the server',
        help: 'The addresses from which clicks are accepted.',
        byDefault: '`["127.0.0.1", "::1"]`',
        advanced: true,
      }),
      scriptTokens: setting(v.boolean(), {
        label: 'Buttons of scripts',
        help: 'Whether clicks on buttons that scripts signed with the documented `_token` are accepted.',
        byDefault: '`true`',
        advanced: true,
      }),
    }),
  ),
};
