import * as v from 'valibot';
import { setting } from '../setting.ts';
import { switchOrAuto } from './forms.ts';

const action = (label: string, may: string, isOn: boolean) =>
  setting(v.boolean(), {
    label,
    help: `Whether the agent ${may} with its message tool.`,
    byDefault: isOn ? '`true`' : '`false`',
  });

/** What the agent may do, and how Mattermost calls the gateway for slash commands and clicks. */
export const calls = {
  actions: v.optional(
    v.strictObject({
      send: action('Send', 'may send messages', true),
      reply: action('Reply', 'may reply to a post in its thread', true),
      upload: action('Upload', 'may upload files', true),
      reactions: action('React', 'may add, remove and list reactions', true),
      pins: action('Pin', 'may pin and unpin posts, and list the pinned ones', true),
      memberInfo: action('Look up people', 'may ask who a person is', true),
      channelInfo: action('Look up channels', 'may ask what a channel is for', true),
      messages: action('Read messages', 'may read earlier messages, threads too, and search them', false),
      edit: action('Edit', 'may edit its own posts', false),
      delete: action('Delete', 'may delete its own posts', false),
    }),
  ),
  commands: v.optional(
    v.strictObject({
      native: setting(switchOrAuto, {
        label: 'Slash commands',
        help: 'Whether `/oc_…` commands are registered with the server. When it is switched off, they are deleted.',
        byDefault: '`"auto"`, which is off',
      }),
      nativeSkills: setting(switchOrAuto, {
        label: 'Slash commands of skills',
        help: 'Whether skills get slash commands too.',
        byDefault: '`"auto"`, which is off',
      }),
      callbackPath: setting(v.string(), {
        label: 'Path of slash commands',
        help: 'Which path of the gateway the server calls for slash commands. It must not begin with `/plugins`.',
        byDefault: '`"/api/channels/mattermost/command"`',
        advanced: true,
      }),
      callbackUrl: setting(v.string(), {
        label: 'Address of slash commands',
        help: 'The same as a complete address, when the server reaches the gateway at another one.',
        byDefault: 'derived from `gateway.customBindHost`, `gateway.port` and `commands.callbackPath`',
        advanced: true,
      }),
      prefix: setting(v.pipe(v.string(), v.regex(/^[\w.-]{0,32}$/)), {
        label: 'Prefix of slash commands',
        help: 'With what the names of all slash commands begin: letters, digits, `.`, `_` and `-`.',
        byDefault: '`"oc_"`',
        advanced: true,
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
