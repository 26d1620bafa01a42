import type { CommandContext } from './command.ts';
import { type ChangeOptions, changeInbox } from './inbox-change.ts';

/** `openclaw mattermost inbox retry`: has messages that were given up tried again, with five new attempts. */
export async function retryInbox(
  context: CommandContext,
  ids: readonly string[],
  options: ChangeOptions,
): Promise<void> {
  await changeInbox(context, ids, options, {
    name: 'retry',
    change: (ledger, key) => ledger.revive(key),
    said: (key, isRunning) =>
      `${key} is tried again ${isRunning ? 'within 5 seconds, after what runs in its conversation.' : 'when the account runs again: it does not run now.'}`,
  });
}
