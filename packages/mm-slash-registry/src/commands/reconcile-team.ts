import { type CallOptions, type CommandsApi, isGone, refusalOf, type ServerCommand, triggerTaken } from './api.ts';
import type { DesiredCommand } from './desired.ts';
import { type CreateStep, type PlanStep, planTeam } from './plan.ts';
import type { OwnedCommandStore } from './store.ts';

/** A step that the server refused, or whose answer did not come. */
export interface FailedStep {
  /** What was tried; `list` when the commands of the team could not be read, so that nothing was done. */
  readonly step: PlanStep | 'list';
  /** What the client has thrown. */
  readonly error: unknown;
}

/** What was done about the commands of one team. */
export interface TeamReport {
  /** The team. */
  readonly teamId: string;
  /** What was done, and in a dry run what would be done. */
  readonly steps: readonly PlanStep[];
  /** What failed; empty in a dry run, unless the commands could not be listed. */
  readonly failures: readonly FailedStep[];
  /** Whether the server let the account list the commands; else only commands that the registry has made are known. */
  readonly isListed: boolean;
}

/** What reconciling a team takes. */
export interface TeamWork {
  readonly api: CommandsApi;
  readonly store: OwnedCommandStore;
  readonly userId: string;
  readonly url: string;
  readonly desired: readonly DesiredCommand[];
  readonly dryRun: boolean;
  readonly signal: AbortSignal | undefined;
  /** Called with every command of ours that the team has from now on. */
  readonly onRegistered: (command: ServerCommand) => void;
  /** Called with the id of a command of ours that the team no longer has. */
  readonly onDeleted: (id: string) => void;
}

/** Brings the commands of one team to the desired state. One call is enough when nothing has changed. */
export async function reconcileTeam(teamId: string, work: TeamWork): Promise<TeamReport> {
  const { api, store, userId, url, desired, dryRun, signal } = work;
  const call: CallOptions = { signal };
  const owned = (await store.list()).filter(command => command.teamId === teamId);
  const failures: FailedStep[] = [];
  let isListed = true;
  let listed: readonly ServerCommand[];
  try {
    listed = await api.list(teamId, { custom_only: true }, call);
  } catch (error) {
    signal?.throwIfAborted();
    if (refusalOf(error)?.status !== 403) {
      return { teamId, steps: [], failures: [{ step: 'list', error }], isListed: false };
    }
    isListed = false;
    listed = await getOwned();
  }
  const ownedIds = new Set(owned.map(({ id }) => id));
  const planned = planTeam({ teamId, desired, listed, userId, url, ownedIds });
  if (dryRun) return { teamId, steps: planned, failures, isListed };
  // What was deleted on the server by hand is not ours any more.
  if (isListed) for (const { id } of owned) if (!listed.some(one => one.id === id)) await store.delete(id);
  const steps: PlanStep[] = [];
  let forbidden: unknown;
  for (const step of planned) {
    try {
      // An account that may not make one command may make none: the server is asked once.
      if (step.do === 'create' && forbidden !== undefined) throw forbidden;
      steps.push(await carryOut(step));
    } catch (error) {
      signal?.throwIfAborted();
      if (step.do === 'create' && refusalOf(error)?.status === 403) forbidden = error;
      failures.push({ step, error });
    }
  }
  return { teamId, steps, failures, isListed };

  /** Without the right to list, the commands that we have made are read one by one. */
  async function getOwned(): Promise<ServerCommand[]> {
    const found: ServerCommand[] = [];
    for (const { id } of owned) {
      try {
        found.push(await api.get(id, call));
      } catch (error) {
        signal?.throwIfAborted();
        if (!isGone(error)) failures.push({ step: 'list', error });
      }
    }
    return found;
  }

  async function carryOut(step: PlanStep): Promise<PlanStep> {
    switch (step.do) {
      case 'skip':
        return step;
      case 'keep': {
        const known = listed.find(({ id }) => id === step.id);
        if (known) await note(known);
        return step;
      }
      case 'create':
        return create(step);
      case 'update':
        try {
          await note(await api.update({ ...step.fields, id: step.id }, call));
          return step;
        } catch (error) {
          if (!isGone(error)) throw error;
          await forget(step.id);
          return create({ do: 'create', teamId, trigger: step.trigger, fields: step.fields });
        }
      case 'delete':
        await api.delete(step.id, call).catch(error => {
          if (!isGone(error)) throw error;
        });
        await forget(step.id);
        return step;
    }
  }

  async function create(step: CreateStep): Promise<PlanStep> {
    const { trigger } = step;
    try {
      await note(await api.create(step.fields, call));
      return step;
    } catch (error) {
      if (refusalOf(error)?.id === triggerTaken) return { do: 'skip', teamId, trigger, why: 'taken' };
      // Without an answer of the server, the command may have been made.
      if (refusalOf(error) !== undefined || !isListed) throw error;
      const now = await api.list(teamId, { custom_only: true }, call);
      const made = now.find(one => one.trigger === trigger && one.creator_id === userId && one.url === url);
      if (!made) throw error;
      await note(made);
      return step;
    }
  }

  async function note(command: ServerCommand): Promise<void> {
    const { id, trigger } = command;
    const isKnown = owned.some(one => one.id === id && one.trigger === trigger);
    if (!isKnown) await store.put({ id, teamId, trigger });
    work.onRegistered(command);
  }

  async function forget(id: string): Promise<void> {
    await store.delete(id);
    work.onDeleted(id);
  }
}
