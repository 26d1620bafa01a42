import { settingForChannel } from '@clawmost/mm-policy';
import type { Mention } from '@clawmost/mm-slash-registry';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../config/accounts.ts';
import type { ChangeChannel } from './channel-changes.ts';
import { type SlashCommand, textOf } from './slash-command.ts';

/** What a command that we carry out by ourselves works with. */
export interface OwnCommandCall {
  /** What the person typed behind the command. */
  readonly args: string;
  /** The people in the text, in its order. */
  readonly mentions: readonly Mention[];
  readonly channelId: string;
  readonly accountId: string;
  /** OpenClaw's configuration at this moment. */
  readonly config: OpenClawConfig;
  /** Whether the person may change it. */
  readonly mayChange: boolean;
  readonly change: ChangeChannel;
}

/** What people read about it. */
export interface OwnCommandReply {
  readonly text: string;
  /** Only the caller reads it. */
  readonly isPrivate?: boolean;
}

/**
 * Makes a command that we carry out, without OpenClaw. It is run again when the account was restarted before its reply was
 * posted, as a change of the settings has it: running it twice must do the same as once.
 */
export function ownCommand(
  command: Pick<SlashCommand, 'name' | 'description' | 'hint'> & {
    readonly run: (call: OwnCommandCall) => Promise<OwnCommandReply>;
  },
): SlashCommand {
  return {
    ...command,
    toText: args => textOf(command.name, args),
    audience: () => 'channel',
    isHarmless: () => false,
  };
}

/** What counts in a channel now, of the settings that these commands change. */
export function channelSettingsOf(cfg: OpenClawConfig, accountId: string, channelId: string) {
  const { config } = resolveAccount(cfg, accountId);
  const groups = config.groups ?? {};
  return {
    answer: settingForChannel(groups, channelId, 'answer') ?? 'mentions',
    allowFrom: settingForChannel(groups, channelId, 'allowFrom') ?? config.groupAllowFrom ?? config.allowFrom ?? [],
  };
}
