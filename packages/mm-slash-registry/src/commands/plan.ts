import type { CommandFields, ServerCommand } from './api.ts';
import {
  type ChangedField,
  changesOf,
  checkTrigger,
  type DesiredCommand,
  fieldsOf,
  type TriggerProblem,
} from './desired.ts';

/** The command that a step is about. */
interface StepBase {
  /** The team. */
  readonly teamId: string;
  /** The trigger, in lower case. */
  readonly trigger: string;
}

/** The command is there as it should be. */
export interface KeepStep extends StepBase {
  /** The kind of step. */
  readonly do: 'keep';
  /** The command's id. */
  readonly id: string;
}

/** The command is missing. */
export interface CreateStep extends StepBase {
  /** The kind of step. */
  readonly do: 'create';
  /** What the command should be. */
  readonly fields: CommandFields;
}

/** The command is ours and differs. */
export interface UpdateStep extends StepBase {
  /** The kind of step. */
  readonly do: 'update';
  /** The command's id. */
  readonly id: string;
  /** What the command should be. */
  readonly fields: CommandFields;
  /** The fields that differ. */
  readonly changes: readonly ChangedField[];
}

/** The command is ours and no longer wanted. */
export interface DeleteStep extends StepBase {
  /** The kind of step. */
  readonly do: 'delete';
  /** The command's id. */
  readonly id: string;
}

/** The command cannot be registered: its trigger is wrong, or another command has it. Nothing is done. */
export interface SkipStep extends StepBase {
  /** The kind of step. */
  readonly do: 'skip';
  /** The reason. */
  readonly why: SkipReason;
}

/** What is done, or would be done, about one command of one team. */
export type PlanStep = KeepStep | CreateStep | UpdateStep | DeleteStep | SkipStep;

/** Why a command is not registered. `taken`: another user's command, or one of the server's own, has the trigger. */
export type SkipReason = 'taken' | TriggerProblem;

/** What a plan is made from. */
export interface PlanInput {
  /** The team. */
  readonly teamId: string;
  /** The commands that should exist. */
  readonly desired: readonly DesiredCommand[];
  /** The commands that the team has. */
  readonly listed: readonly ServerCommand[];
  /** The user who makes the commands. */
  readonly userId: string;
  /** The address that the server should call. */
  readonly url: string;
  /** The ids of commands that this registry has made before. */
  readonly ownedIds: ReadonlySet<string>;
}

/**
 * Compares the commands that should exist in a team with those that it has. A command of ours is one that our user has made:
 * it is updated when its trigger is wanted. It is only deleted when this registry has made it, or it has our address: the
 * user may have made others for other programs.
 */
export function planTeam({ teamId, desired, listed, userId, url, ownedIds }: PlanInput): PlanStep[] {
  const steps: PlanStep[] = [];
  const used = new Set<string>();
  const triggers = new Set<string>();
  for (const command of desired) {
    const trigger = command.trigger.toLowerCase();
    const why = triggers.has(trigger) ? 'repeated' : checkTrigger(command.trigger);
    triggers.add(trigger);
    if (why !== undefined) {
      steps.push({ do: 'skip', teamId, trigger, why });
      continue;
    }
    const fields = fieldsOf(command, teamId, url);
    const holders = listed.filter(one => one.trigger === trigger);
    // After a renaming, several commands can have one trigger; one that was made for another program counts last.
    const [own] = holders
      .filter(one => one.creator_id === userId)
      .sort((one, other) => Number(ownedIds.has(other.id)) - Number(ownedIds.has(one.id)));
    if (own) {
      used.add(own.id);
      const changes = changesOf(fields, own);
      const { id } = own;
      if (changes.length === 0) steps.push({ do: 'keep', teamId, trigger, id });
      else steps.push({ do: 'update', teamId, trigger, id, fields: withUnmanaged(fields, own), changes });
    } else if (holders.length > 0) {
      steps.push({ do: 'skip', teamId, trigger, why: 'taken' });
    } else {
      steps.push({ do: 'create', teamId, trigger, fields });
    }
  }
  for (const { id, trigger, creator_id, url: listedUrl } of listed) {
    const isOurs = creator_id === userId && (ownedIds.has(id) || listedUrl === url);
    if (isOurs && !used.has(id)) steps.push({ do: 'delete', teamId, trigger, id });
  }
  return steps;
}

/** The server empties every field that an update leaves out. */
function withUnmanaged(fields: CommandFields, { username, icon_url }: ServerCommand): CommandFields {
  return { ...fields, username, icon_url };
}
