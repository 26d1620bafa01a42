import { requireUsableCallbackUrl } from '../../../common/callbacks/callback-url.ts';
import { requirePositive, type TestSeams, unexpected } from '../../../common/callbacks/options.ts';
import type { CommandsApi } from './commands/api.ts';
import { isGone } from './commands/api.ts';
import type { DesiredCommand } from './commands/desired.ts';
import { reconcileTeam, type TeamReport } from './commands/reconcile-team.ts';
import { createMemoryStore, type OwnedCommandStore } from './commands/store.ts';
import { CallbackUrlError } from './errors.ts';
import { KnownCommands, type RegisteredCommand } from './verifying/known-commands.ts';
import { type CallProof, createVerify, type Verification, type VerifyLimits } from './verifying/verify.ts';

/** Options of {@link createSlashRegistry}. */
export interface SlashRegistryOptions {
  /** The calls to the server, such as `rest.commands` of `@clawmost/mm-rest`. */
  api: CommandsApi;
  /** The id of the user whose token `api` has: commands that this user has made are ours. */
  userId: string;
  /** The address that the server calls, such as from `resolveCallbackUrl`. */
  url: string;
  /** The commands that every team should have. */
  commands: readonly DesiredCommand[];
  /** Names the bot in events, for a process with several. @default 'default' */
  accountId?: string | undefined;
  /** Remembers which commands the registry has made. @default a store in memory */
  store?: OwnedCommandStore | undefined;
  /** The limits of verifying calls. */
  verifying?: { [name in keyof VerifyLimits]?: VerifyLimits[name] | undefined } | undefined;
  /** Replaces the clock in tests. */
  testing?: TestSeams | undefined;
}

/** How to reconcile. */
export interface ReconcileOptions {
  /** Returns what would be done, and does nothing. @default false */
  dryRun?: boolean | undefined;
  /** Cancels it. */
  signal?: AbortSignal | undefined;
}

/** The slash commands of one bot on one server. */
export interface SlashRegistry {
  /** The bot in events. */
  readonly accountId: string;
  /**
   * Brings the commands of these teams to the desired state, one team after the other; a team that fails does not stop the
   * others. Call it at the start, and for each team that the bot joins later. Two calls run one after the other.
   */
  reconcile(teamIds: readonly string[], options?: ReconcileOptions): Promise<TeamReport[]>;
  /**
   * Deletes all commands that the registry has made, also those of an earlier process. Resolves to how many were deleted.
   * Without such commands, no call is made.
   */
  removeAll(options?: Pick<ReconcileOptions, 'signal'>): Promise<number>;
  /** The commands that are registered, as far as this process knows. */
  registered(): readonly RegisteredCommand[];
  /** The command of a token, without asking the server. */
  find(token: string): RegisteredCommand | undefined;
  /** Whether the registry has a command with this trigger in this team, without asking the server. */
  has(teamId: string, trigger: string): boolean;
  /** Verifies a call, and asks the server for it. A receiver does this by itself. */
  verify(proof: CallProof): Promise<Verification>;
}

/** Makes the registry of a bot. It makes no call by itself. @throws TypeError and CallbackUrlError for a wrong option. */
export function createSlashRegistry(options: SlashRegistryOptions): SlashRegistry {
  const { api, userId, url, commands, accountId = 'default', store = createMemoryStore(), verifying = {} } = options;
  if (typeof api?.list !== 'function') throw unexpected('api', 'the calls of a client, such as rest.commands', api);
  if (typeof userId !== 'string' || userId === '') throw unexpected('userId', 'the id of the user', userId);
  if (!Array.isArray(commands)) throw unexpected('commands', 'a list', commands);
  requireUsableCallbackUrl(url, CallbackUrlError);
  const known = new KnownCommands();
  const verify = createVerify({
    ...{ api, known, userId, url, now: options.testing?.now ?? Date.now },
    timeoutMs: requirePositive('verifying.timeoutMs', verifying.timeoutMs ?? 1_000),
    burst: requirePositive('verifying.burst', verifying.burst ?? 20),
    intervalMs: requirePositive('verifying.intervalMs', verifying.intervalMs ?? 500),
    failureMs: requirePositive('verifying.failureMs', verifying.failureMs ?? 5_000),
  });
  let last: Promise<unknown> = Promise.resolve();

  /** Two reconciliations at once would both create what is missing. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  }

  async function reconcile(
    teamIds: readonly string[],
    { dryRun = false, signal }: ReconcileOptions,
  ): Promise<TeamReport[]> {
    const reports: TeamReport[] = [];
    for (const teamId of new Set(teamIds)) {
      const report = await reconcileTeam(teamId, {
        ...{ api, store, userId, url, dryRun, signal, desired: commands },
        onRegistered: command => known.set(command),
        onDeleted: id => known.delete(id),
      });
      reports.push(report);
    }
    return reports;
  }

  async function removeAll({ signal }: Pick<ReconcileOptions, 'signal'>): Promise<number> {
    let removed = 0;
    for (const { id } of await store.list()) {
      try {
        await api.delete(id, { signal });
        removed += 1;
      } catch (error) {
        if (!isGone(error)) throw error;
      }
      await store.delete(id);
      known.delete(id);
    }
    return removed;
  }

  return {
    accountId,
    reconcile: (teamIds, options = {}) => inTurn(() => reconcile(teamIds, options)),
    removeAll: (options = {}) => inTurn(() => removeAll(options)),
    registered: () => known.list(),
    find: token => known.withToken(token),
    has: (teamId, trigger) => known.withTrigger(teamId, trigger) !== undefined,
    verify,
  };
}
