import type { OwnCommandCall, OwnCommandReply } from './own-command.ts';

/** Who reads the answer to a command. */
export type Audience = 'caller' | 'channel';

/** A slash command of the bot. `builtin/list.ts` lists them. */
export interface SlashCommand {
  /** What people type after `/` and the prefix. */
  readonly name: string;
  /** What it does, as the apps of Mattermost show it: up to 128 bytes. */
  readonly description: string;
  /** Its arguments, as the apps show them while people type. */
  readonly hint: string;
  /** What OpenClaw gets, such as `/status`; `args` is what the person typed behind the command. */
  readonly toText: (args: string) => string;
  /** Who reads the answer. */
  readonly audience: (args: string) => Audience;
  /** Whether it only shows something, so that it can be run again when it is not known whether it has run. */
  readonly isHarmless: (args: string) => boolean;
  /** Whether the agent carries it out, as it answers a message: so it is with skills. OpenClaw carries out the others. */
  readonly isForAgent?: boolean;
  /** Set for a command that we carry out by ourselves. */
  readonly run?: (call: OwnCommandCall) => Promise<OwnCommandReply>;
}

/** Makes a command that OpenClaw carries out under the same name. */
export function hostCommand(
  command: Pick<SlashCommand, 'name' | 'description' | 'hint'> & {
    /** `shows`: it always only shows something. `sets`: without arguments it shows, with them it changes. `acts`: it changes. */
    readonly kind: 'shows' | 'sets' | 'acts';
  },
): SlashCommand {
  const { kind, ...rest } = command;
  const isHarmless = (args: string): boolean => kind === 'shows' || (kind === 'sets' && args.trim() === '');
  return {
    ...rest,
    toText: args => textOf(command.name, args),
    isHarmless,
    // The caller asked to see something; a change concerns the whole channel.
    audience: args => (isHarmless(args) ? 'caller' : 'channel'),
  };
}

/** The text of a command as OpenClaw reads it. */
export function textOf(name: string, args: string): string {
  return `/${name} ${args.trim()}`.trim();
}
