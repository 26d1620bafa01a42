import type { Command } from './commands.ts';

/** The triggers of the server's own commands with the hints about what follows them. */
const hints: Readonly<Record<string, string>> = {
  away: '',
  code: '[text]',
  collapse: '',
  dnd: '',
  echo: "'message' [delay in seconds]",
  expand: '',
  groupmsg: "@[username1],@[username2] 'message'",
  header: '[text]',
  help: '',
  invite: '@[username]... ~[channel]...',
  invite_people: '[name@domain.com ...]',
  join: '~[channel]',
  kick: '@[username]',
  leave: '',
  logout: '',
  me: '[message]',
  msg: "@[username] 'message'",
  mute: '~[channel]',
  offline: '',
  online: '',
  open: '~[channel]',
  purpose: '[text]',
  remove: '@[username]',
  rename: '[text]',
  search: '[text]',
  'secure-connection': '[action]',
  settings: '',
  'share-channel': '[action]',
  shortcuts: '',
  shrug: '[message]',
  status: '[:emoji_name:] [status_message] or clear',
};

/** Custom commands cannot take these; the marketplace is listed only on servers with plugins. */
export const builtInTriggers: ReadonlySet<string> = new Set([...Object.keys(hints), 'marketplace']);

/** The server's own commands as lists show them: without an id, a team and an address. */
export const builtInCommands: readonly Command[] = Object.entries(hints).map(([trigger, auto_complete_hint]) => ({
  id: '',
  token: '',
  create_at: 0,
  update_at: 0,
  delete_at: 0,
  creator_id: '',
  team_id: '',
  trigger,
  method: '',
  username: '',
  icon_url: '',
  auto_complete: true,
  auto_complete_desc: `The command /${trigger} of the server`,
  auto_complete_hint,
  display_name: trigger.endsWith('msg') ? 'message' : trigger,
  description: '',
  url: '',
  plugin_id: '',
}));

/** What a command of the server writes. */
export interface BuiltInPost {
  readonly message: string;
  readonly type: string;
}

/** The commands of the server that only write a post. The others change the client, or need parts that are not here. */
export function builtInPost(trigger: string, text: string): BuiltInPost | undefined {
  if (trigger === 'me') return { message: text === '' ? '' : `*${text}*`, type: 'me' };
  if (trigger === 'shrug') return { message: `${text === '' ? '' : `${text} `}¯\\\\\\_(ツ)\\_/¯`, type: '' };
  return undefined;
}
