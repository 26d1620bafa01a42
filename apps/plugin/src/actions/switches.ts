import type { ChannelMessageActionName } from 'openclaw/plugin-sdk/channel-contract';
import { resolveAccount } from '../config/accounts.ts';
import type { ActionsConfig } from '../config/schema.ts';

type Setting = keyof ActionsConfig;

/** Whether an action is on when its setting is absent: what reads history, or changes what was said, is off. */
const defaults: Readonly<Record<Setting, boolean>> = {
  ...{ send: true, reply: true, upload: true, reactions: true, pins: true, memberInfo: true, channelInfo: true },
  ...{ messages: false, edit: false, delete: false },
};

/** The actions of the message tool, each with its setting under `channels.mattermost.actions`. */
const settings = {
  send: 'send',
  reply: 'reply',
  'thread-reply': 'reply',
  'upload-file': 'upload',
  react: 'reactions',
  reactions: 'reactions',
  read: 'messages',
  search: 'messages',
  edit: 'edit',
  delete: 'delete',
  unsend: 'delete',
  pin: 'pins',
  unpin: 'pins',
  'list-pins': 'pins',
  'member-info': 'memberInfo',
  'channel-info': 'channelInfo',
} as const satisfies Partial<Record<ChannelMessageActionName, Setting>>;

/** The name of an action that this plugin has. */
export type ActionName = keyof typeof settings;

/** Whether this plugin has an action, switched on or not. */
export function isActionName(name: string): name is ActionName {
  return Object.hasOwn(settings, name);
}

type Scope = { readonly cfg: Parameters<typeof resolveAccount>[0]; readonly accountId?: string | null };

/** The actions that are switched on for an account. */
export function actionsOn(scope: Scope): ActionName[] {
  return (Object.keys(settings) as ActionName[]).filter(name => isOn(scope, name));
}

/** @throws Error that names the setting when an action is switched off */
export function insistOn(scope: Scope, name: ActionName): void {
  if (isOn(scope, name)) return;
  const setting = settings[name];
  throw new Error(
    `The action ${name} is off for this account. channels.mattermost.actions.${setting}: true switches it on.`,
  );
}

function isOn({ cfg, accountId }: Scope, name: ActionName): boolean {
  const setting = settings[name];
  const { enabled, config } = resolveAccount(cfg, accountId);
  return enabled && (config.actions?.[setting] ?? defaults[setting]);
}
