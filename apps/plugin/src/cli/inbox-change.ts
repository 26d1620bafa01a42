import type { Entry, Ledger } from '@clawmost/mm-inbox';
import { changeDeadLetters } from '../storage/account-stores.ts';
import { explainCode } from './code-sentences.ts';
import { accountsFor, type CommandContext, CommandError, type CommandOptions, printJson, readKey } from './command.ts';

/** The options of `inbox retry` and `inbox drop`. */
export interface ChangeOptions extends CommandOptions {
  /** Every message that was given up. @default false */
  readonly all?: boolean;
}

/** A change of dead letters. */
export interface DeadLetterChange {
  /** The name of the command. */
  readonly name: 'retry' | 'drop';
  /** Changes one; resolves to `false` when there is no dead letter with this key. */
  readonly change: (ledger: Pick<Ledger, 'revive' | 'drop'>, key: string) => Promise<boolean>;
  /** What is said about it. */
  readonly said: (key: string, isRunning: boolean) => string;
}

interface Changed {
  readonly account: string;
  readonly id: string;
  /** Whether a process runs the account now. */
  readonly isRunning: boolean;
}

/**
 * Changes dead letters in all accounts that have them.
 *
 * @throws CommandError when none of the accounts has one of them; the others are changed all the same
 */
export async function changeInbox(
  context: CommandContext,
  ids: readonly string[],
  options: ChangeOptions,
  command: DeadLetterChange,
): Promise<void> {
  const keys = ids.map(readKey);
  if (options.all ? keys.length > 0 : keys.length === 0) {
    throw new CommandError(`inbox ${command.name}: expected ids of messages that were given up, or --all alone.`);
  }
  const changed: Changed[] = [];
  const known = new Map<string, Entry>();
  for (const account of accountsFor(context, options)) {
    await changeDeadLetters(context.stateDir, account, async ledger => {
      const wanted = options.all ? (await ledger.dead(Number.MAX_SAFE_INTEGER)).map(({ entry }) => entry.key) : keys;
      const isRunning = (await ledger.leaseHolder()) !== undefined;
      for (const key of wanted) {
        if (await command.change(ledger, key)) changed.push({ account, id: key, isRunning });
      }
      for (const [key, entry] of await ledger.find(keys)) known.set(key, entry);
    });
  }
  if (options.json) printJson(context, { changed });
  else for (const { id, isRunning } of changed) context.print(command.said(id, isRunning));
  if (options.all && changed.length === 0 && !options.json) context.print('No message was given up.');
  const missed = keys.filter(key => !changed.some(({ id }) => id === key));
  if (missed.length > 0) {
    throw new CommandError(missed.map(key => `${key} is not given up: ${stateOf(known.get(key))}`).join('\n'));
  }
}

function stateOf(entry: Entry | undefined): string {
  if (!entry) return 'no account has it. `openclaw mattermost inbox list` shows what was given up.';
  if (entry.state !== 'settled') return 'it is still being worked on.';
  const place = { channelId: entry.channelId, section: 'channels.mattermost' };
  return `it is done. ${entry.code === undefined ? '' : explainCode(entry.code, place)}`.trim();
}
