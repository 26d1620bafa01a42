import { AppError } from '../errors.ts';
import { type Command, commandById } from './commands.ts';
import type { World } from './world.ts';

/** A `response_url`: a command may answer through it some more times. */
export interface CommandHook {
  readonly id: string;
  readonly create_at: number;
  readonly command_id: string;
  readonly user_id: string;
  readonly channel_id: string;
  readonly root_id: string;
  uses: number;
}

const maxUses = 5;
const lifetimeMs = 30 * 60_000;

/** Creates the `response_url` of one call. */
export function createCommandHook(
  world: World,
  input: Pick<CommandHook, 'command_id' | 'user_id' | 'channel_id' | 'root_id'>,
): CommandHook {
  const hook = { id: world.newId(), create_at: world.clock.now(), uses: 0, ...input };
  world.commandHooks.set(hook.id, hook);
  return hook;
}

/** Finds the hook of an answer with its command. */
export function commandHookById(world: World, id: string): { readonly hook: CommandHook; readonly command: Command } {
  const hook = world.commandHooks.get(id);
  if (!hook || world.clock.now() - hook.create_at > lifetimeMs) throw refusal(world, 'missing');
  if (!world.commands.has(hook.command_id)) throw refusal(world, 'command');
  return { hook, command: commandById(world, hook.command_id) };
}

/** @throws {AppError} 400 from the sixth use on. */
export function useCommandHook(world: World, hook: CommandHook): void {
  if (hook.uses >= maxUses) throw refusal(world, 'used');
  hook.uses += 1;
}

const refusals = {
  missing: { status: 404, id: 'app.command_webhook.get.missing' },
  command: { status: 400, id: 'web.command_webhook.command.app_error' },
  used: { status: 400, id: 'app.command_webhook.try_use.invalid' },
} as const;

function refusal({ traits }: World, why: keyof typeof refusals): AppError {
  const { status, id } = refusals[why];
  const shown = traits.oneErrorOfCommandHooks ? 'web.command_webhook.general.app_error' : id;
  return new AppError(status, shown, 'The answer of the command is not accepted.');
}
