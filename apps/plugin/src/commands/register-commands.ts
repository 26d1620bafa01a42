import { setTimeout as sleep } from 'node:timers/promises';
import type { PlanStep, SkipReason, SlashRegistry, TeamReport } from '@clawmost/mm-slash-registry';
import { pauseMs } from '../answers/retry.ts';
import type { ReadyAccount } from '../server/ready-account.ts';

/** What registering takes. */
export interface Registration {
  readonly account: Pick<ReadyAccount, 'rest' | 'log' | 'signal' | 'bot'>;
  readonly registry: SlashRegistry;
  /** The address that the server calls. */
  readonly url: string;
}

/** The part of an error by Mattermost that says why it refuses something. */
function statusOf(error: unknown): number | undefined {
  const { status, id } = error as { readonly status?: unknown; readonly id?: unknown };
  return typeof status === 'number' && typeof id === 'string' ? status : undefined;
}

/**
 * Brings the commands of the bot's teams to the desired state, and says in the log what came of it. A team whose server could
 * not be asked is tried again, with growing pauses; one that refuses is not.
 *
 * @param teamIds the teams; all teams of the bot when absent
 */
export async function registerCommands(registration: Registration, teamIds?: readonly string[]): Promise<void> {
  const { account, registry } = registration;
  const { rest, signal } = account;
  let left: readonly string[] | undefined = teamIds;
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      left ??= (await rest.teams.mine({ signal })).map(({ id }) => id);
      const reports = await registry.reconcile(left, { signal });
      note(registration, reports);
      left = reports.filter(({ failures }) => failures.some(({ error }) => statusOf(error) === undefined)).map(teamOf);
      if (left.length === 0) return;
    } catch (error) {
      if (signal.aborted) return;
      account.log.warn(`failed to register slash commands: ${messageOf(error)}`);
      if (statusOf(error) !== undefined) return;
    }
    await sleep(pauseMs(attempt), undefined, { signal }).catch(() => {});
  }
}

const teamOf = ({ teamId }: TeamReport): string => teamId;

function note({ account, registry, url }: Registration, reports: readonly TeamReport[]): void {
  const { log, bot } = account;
  const steps = reports.flatMap(report => report.steps);
  for (const step of steps) {
    if (step.do !== 'skip') continue;
    log.warn(`slash command /${step.trigger} in team ${step.teamId} is not registered: ${reasons[step.why]}`);
  }
  const refusing = reports.filter(({ failures }) => failures.some(({ error }) => statusOf(error) === 403));
  if (refusing.length > 0) {
    log.error(
      `failed to register slash commands: @${bot.username} lacks the permission manage_slash_commands in ` +
        `${refusing.length} of ${reports.length} teams. Either make it an administrator of the team, or give the permission ` +
        'to its role in the System Console (Permissions). Everything else works without it.',
    );
  }
  for (const { step, error } of reports.flatMap(report => report.failures)) {
    if (statusOf(error) === 403) continue;
    const what = step === 'list' ? 'the commands of a team could not be read' : `/${step.trigger} (${step.do})`;
    log.warn(`failed to register slash commands: ${what}: ${messageOf(error)}`);
  }
  const registered = registry.registered();
  if (registered.length > 0) {
    const count = (what: PlanStep['do']) => steps.filter(step => step.do === what).length;
    const changes = `${count('create')} created, ${count('update')} updated, ${count('delete')} deleted`;
    const teams = new Set(registered.map(({ teamId }) => teamId)).size;
    log.info(`slash commands registered (${registered.length} in ${teams} teams, ${changes}, callback=${url})`);
  } else if (reports.length > 0) {
    log.error('native slash commands enabled but no commands could be registered: slash callbacks are not accepted');
  }
}

const reasons: Readonly<Record<SkipReason, string>> = {
  taken: 'another command has this name',
  repeated: 'another command of the bot has this name',
  'built-in': 'a command of Mattermost itself has this name',
  empty: 'it has no name',
  'too-long': 'its name is longer than 128 characters',
  'leading-slash': 'its name begins with a slash',
  characters: 'its name has other characters than letters, digits, ".", "_", "-" and "/"',
};

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
