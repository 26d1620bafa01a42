import type { DeadLetter } from '@clawmost/mm-inbox';
import { type ReadableStores, readSqliteStores, stateFilePath } from '../storage/account-stores.ts';
import { accountsFor, type CommandContext, type CommandOptions, printJson, showTime } from './command.ts';

/** The dead letters of an account. */
interface DeadLetters {
  readonly accountId: string;
  /** How many there are. */
  readonly count: number;
  /** The newest of them. */
  readonly newest: readonly DeadLetter[];
  /** Whether the account has a state file. */
  readonly hasRun: boolean;
}

/** `openclaw mattermost inbox list`: the messages that were given up, newest first. Never what they say. */
export async function listInbox(context: CommandContext, options: CommandOptions): Promise<void> {
  const all: DeadLetters[] = [];
  for (const accountId of accountsFor(context, options)) {
    const read = await readSqliteStores(context.stateDir, accountId, readDead);
    all.push({ accountId, hasRun: read !== undefined, ...(read ?? { count: 0, newest: [] }) });
  }
  if (options.json) return printJson(context, { accounts: all.map(toJson) });
  for (const { accountId, count, newest, hasRun } of all) {
    if (!hasRun) {
      const file = stateFilePath(context.stateDir, accountId);
      context.print(`Account ${accountId}: it has never run with this state directory: there is no file ${file}.`);
      continue;
    }
    const messages = count === 1 ? '1 message was' : `${count} messages were`;
    context.print(`Account ${accountId}: ${count === 0 ? 'no message was' : messages} given up.`);
    for (const { entry } of newest) {
      const place = entry.channelId && ` in the channel ${entry.channelId}`;
      context.print(`  ${entry.key}  written at ${showTime(entry.at)}${place}, failed ${entry.failures} times`);
      context.print(`    ${entry.error ?? 'no reason was kept'}`);
    }
    if (count > newest.length) context.print(`  These are the newest ${newest.length}.`);
  }
  if (all.some(({ count }) => count > 0)) {
    context.print('Try them again: openclaw mattermost inbox retry <id> … or --all');
    context.print('Give them up for good: openclaw mattermost inbox drop <id> … or --all');
  }
}

async function readDead({ ledger }: ReadableStores): Promise<Pick<DeadLetters, 'count' | 'newest'>> {
  return { count: (await ledger.counts()).dead, newest: await ledger.dead() };
}

function toJson({ accountId, count, newest, hasRun }: DeadLetters): object {
  return {
    ...{ account: accountId, hasRun, count },
    newest: newest.map(({ entry }) => ({
      ...{ id: entry.key, channelId: entry.channelId, rootId: entry.rootId, writtenAt: entry.at },
      ...{ givenUpAt: entry.changedAt, failures: entry.failures, error: entry.error },
    })),
  };
}
