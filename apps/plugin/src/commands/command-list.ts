import type { DesiredCommand } from '@clawmost/mm-slash-registry';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import {
  resolveNativeCommandsEnabled,
  resolveNativeSkillsEnabled,
} from 'openclaw/plugin-sdk/native-command-config-runtime';
import type { MattermostAccount } from '../config/accounts.ts';
import { builtinCommands } from './builtin/list.ts';
import { skillCommands } from './skill-commands.ts';
import { type SlashCommand, textOf } from './slash-command.ts';

/** What the prefix is unless `commands.prefix` is set. */
export const defaultPrefix = 'oc_';

/** The slash commands of an account, by their trigger. */
export type CommandList = ReadonlyMap<string, SlashCommand>;

/**
 * The commands that an account should have, as `commands.native`, `commands.nativeSkills` and `commands.prefix` say; none when
 * slash commands are off.
 *
 * @param onError is called when the skills cannot be listed; the other commands are there all the same
 */
export function listCommands(
  cfg: OpenClawConfig,
  { config }: Pick<MattermostAccount, 'config'>,
  onError: (error: unknown) => void,
  skillsOf: (cfg: OpenClawConfig) => SlashCommand[] = skillCommands,
): CommandList {
  const { native, nativeSkills, prefix = defaultPrefix } = config.commands ?? {};
  const shared = { providerId: 'mattermost', config: cfg };
  if (!resolveNativeCommandsEnabled({ ...shared, providerSetting: native, globalSetting: cfg.commands?.native })) {
    return new Map();
  }
  const skills = resolveNativeSkillsEnabled({
    ...shared,
    providerSetting: nativeSkills,
    globalSetting: cfg.commands?.nativeSkills,
  });
  let own: SlashCommand[] = [];
  try {
    if (skills) own = skillsOf(cfg);
  } catch (error) {
    onError(error);
  }
  const list = new Map<string, SlashCommand>();
  for (const command of [...builtinCommands, ...own]) {
    const trigger = triggerOf(command.name, prefix);
    if (!list.has(trigger)) list.set(trigger, command);
  }
  return list;
}

/** What people type for a command, without the slash. A skill whose name has the prefix already keeps its name. */
function triggerOf(name: string, prefix: string): string {
  const word = name.toLowerCase();
  return word.startsWith(prefix.toLowerCase()) ? word : `${prefix}${word}`.toLowerCase();
}

/** The commands in the form in which they are registered. */
export function desiredCommands(list: CommandList): DesiredCommand[] {
  return [...list].map(([trigger, { description, hint }]) => ({ trigger, description, hint }));
}

/**
 * The command of a trigger. One that is not in the list, such as that of a skill which is gone since, is given to OpenClaw
 * under its name.
 */
export function commandOf(list: CommandList, trigger: string, prefix: string = defaultPrefix): SlashCommand {
  const known = list.get(trigger);
  if (known) return known;
  const name = trigger.startsWith(prefix.toLowerCase()) ? trigger.slice(prefix.length) : trigger;
  return {
    ...{ name, description: '', hint: '', toText: (args: string) => textOf(name, args) },
    audience: () => 'channel',
    isHarmless: () => false,
  };
}
