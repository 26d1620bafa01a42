import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { listSkillCommandsForAgents } from 'openclaw/plugin-sdk/skill-commands-runtime';
import { type SlashCommand, textOf } from './slash-command.ts';

/** What OpenClaw says about the command of a skill. */
interface SkillSpec {
  readonly name: string;
  readonly description?: string;
}

/**
 * The commands of the skills that the agents have. Two skills whose commands have one name share the first one; a skill
 * without a name has none.
 *
 * @throws what OpenClaw throws when it cannot read a skill
 */
export function skillCommands(
  cfg: OpenClawConfig,
  list: (cfg: OpenClawConfig) => readonly SkillSpec[] = listOfHost,
): SlashCommand[] {
  const commands = new Map<string, SlashCommand>();
  for (const { name, description = '' } of list(cfg)) {
    const word = name.trim();
    const key = word.toLowerCase();
    if (word === '' || commands.has(key)) continue;
    commands.set(key, {
      name: word,
      description,
      hint: '[text]',
      toText: args => textOf(word, args),
      audience: () => 'channel',
      isHarmless: () => false,
      isForAgent: true,
    });
  }
  return [...commands.values()];
}

function listOfHost(cfg: OpenClawConfig): readonly SkillSpec[] {
  const ids = (cfg.agents?.list ?? []).map(({ id }) => id);
  return listSkillCommandsForAgents({ cfg, ...(ids.length > 0 && { agentIds: ids }) });
}
