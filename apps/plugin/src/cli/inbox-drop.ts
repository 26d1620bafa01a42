import type { CommandContext } from './command.ts';
import { type ChangeOptions, changeInbox } from './inbox-change.ts';

/** `openclaw mattermost inbox drop`: gives messages up for good, and deletes what is stored of their text. */
export async function dropInbox(
  context: CommandContext,
  ids: readonly string[],
  options: ChangeOptions,
): Promise<void> {
  await changeInbox(context, ids, options, {
    name: 'drop',
    change: (ledger, key) => ledger.drop(key),
    said: key => `${key} is given up for good, and its text is deleted.`,
  });
}
